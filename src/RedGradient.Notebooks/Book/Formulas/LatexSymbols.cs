using System.Collections.Frozen;

namespace RedGradient.Notebooks.Book.Formulas;

/// <summary>LaTeX's names for letters, operators and spaces, and what they are in Unicode.</summary>
internal static class LatexSymbols
{
    /// <summary>Greek letters and other symbols that stand as identifiers.</summary>
    internal static FrozenDictionary<string, string> Identifiers { get; } = Table(
        "alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ mu μ nu ν xi ξ omicron ο pi π varpi ϖ "
        + "rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ "
        + "Phi Φ Psi Ψ Omega Ω infty ∞ ell ℓ hbar ℏ Re ℜ Im ℑ aleph ℵ emptyset ∅ varnothing ∅ ldots … dots … cdots ⋯ vdots ⋮ ddots ⋱ dotsc … dotsb ⋯ top ⊤ bot ⊥ "
        + "# # % % $ $ & & _ _ degree ° checkmark ✓ square □ star ⋆");

    /// <summary>Operators and relations, whose spacing comes from MathML's operator dictionary.</summary>
    internal static FrozenDictionary<string, string> Operators { get; } = Table(
        "cdot ⋅ times × div ÷ pm ± mp ∓ ast ∗ circ ∘ bullet ∙ oplus ⊕ ominus ⊖ otimes ⊗ odot ⊙ cup ∪ cap ∩ setminus ∖ wedge ∧ land ∧ vee ∨ lor ∨ "
        + "le ≤ leq ≤ ge ≥ geq ≥ ne ≠ neq ≠ lt < gt > ll ≪ gg ≫ approx ≈ equiv ≡ sim ∼ simeq ≃ cong ≅ propto ∝ in ∈ notin ∉ ni ∋ subset ⊂ subseteq ⊆ supset ⊃ "
        + "supseteq ⊇ mid ∣ parallel ∥ perp ⟂ models ⊨ vdash ⊢ prec ≺ succ ≻ preceq ⪯ succeq ⪰ to → rightarrow → leftarrow ← gets ← leftrightarrow ↔ Rightarrow ⇒ "
        + "Leftarrow ⇐ Leftrightarrow ⇔ implies ⟹ iff ⟺ mapsto ↦ longrightarrow ⟶ longmapsto ⟼ uparrow ↑ downarrow ↓ coloneqq ≔ triangleq ≜ lesssim ≲ gtrsim ≳ "
        + "leqslant ⩽ geqslant ⩾ colon : nabla ∇ partial ∂ forall ∀ exists ∃ neg ¬ lnot ¬ prime ′ therefore ∴ because ∵ vert | Vert ‖ backslash ∖");

    /// <summary>Operators that carry their limits below and above.</summary>
    internal static FrozenDictionary<string, string> LargeOperators { get; } = Table(
        "sum ∑ prod ∏ coprod ∐ int ∫ iint ∬ oint ∮ bigcup ⋃ bigcap ⋂ bigoplus ⨁ bigotimes ⨂ bigvee ⋁ bigwedge ⋀");

    /// <summary>Brackets by name.</summary>
    internal static FrozenDictionary<string, string> Brackets { get; } = Table(
        "{ { } } lbrace { rbrace } | ‖ lVert ‖ rVert ‖ Vert ‖ lvert | rvert | vert | langle ⟨ rangle ⟩ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ lbrack [ rbrack ]");

    /// <summary>Accents, set above their argument.</summary>
    internal static FrozenDictionary<string, string> Accents { get; } = Table(
        "hat ^ bar ¯ tilde ~ dot ˙ ddot ¨ vec → check ˇ breve ˘ acute ´ grave ` widehat ^ widetilde ~ overline ¯ overrightarrow → overbrace ⏞");

    /// <summary>Names of functions set upright.</summary>
    internal static FrozenSet<string> Functions { get; } =
        "log ln lg exp sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos arctan arg deg dim hom ker".Split(' ').ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Names of functions set upright that carry limits below.</summary>
    internal static FrozenSet<string> LimitFunctions { get; } =
        "max min sup inf lim limsup liminf argmax argmin det gcd Pr".Split(' ').ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Widths of spaces in em.</summary>
    internal static FrozenDictionary<string, string> Spaces { get; } = Table(
        ", 0.1667em : 0.2222em > 0.2222em ; 0.2778em ! -0.1667em quad 1em qquad 2em enspace 0.5em thinspace 0.1667em");

    private static FrozenDictionary<string, string> Table(string pairs)
    {
        var entries = pairs.Split(' ');
        return Enumerable.Range(0, entries.Length / 2).ToFrozenDictionary(i => entries[2 * i], i => entries[(2 * i) + 1], StringComparer.Ordinal);
    }
}
