using System.Text;
using RedGradient.Tests.Data;

namespace RedGradient.Tests.Files;

/// <summary>The one rule for everything that writes.</summary>
public sealed class OutputFilesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_command_replaces_what_it_wrote_itself_and_nothing_that_was_changed_since()
    {
        Write("first", "one");
        Write("first", "two");
        Assert.Equal("two", Read("first"));
        File.AppendAllText(Path.Combine(folder["out"], "first"), " and a reader's work");
        AssertRefused("was changed after `redgradient student` wrote it; it is kept, and nothing was written.", "first", "three");
        Assert.Equal("two and a reader's work", Read("first"));
        Write("first", "three", force: true);
        Write("first", "four");
        Assert.Equal("four", Read("first"));
    }

    [Fact]
    public void What_someone_else_or_another_command_wrote_is_kept_and_the_same_content_is_no_matter()
    {
        Directory.CreateDirectory(folder["out"]);
        File.WriteAllText(Path.Combine(folder["out"], "notes"), "theirs");
        AssertRefused("was not written by `redgradient student`", "notes", "ours");
        Write("notes", "theirs");
        Write("first", "one");
        var run = new OutputFiles("run", folder["out"]);
        run.Claim("first");
        Assert.Contains("was written by `redgradient student`", Assert.Throws<ArgumentException>(run.Check).Message, StringComparison.Ordinal);
        Assert.Equal(("theirs", "one"), (Read("notes"), Read("first")));
    }

    [Fact]
    public void One_file_that_is_refused_keeps_all_of_them_as_they_were()
    {
        Write("first", "one");
        Write("second", "one");
        File.WriteAllText(Path.Combine(folder["out"], "second"), "edited");
        var files = new OutputFiles("student", folder["out"]);
        files.Claim("first", content: "two"u8.ToArray());
        files.Claim("second", content: "two"u8.ToArray());
        Assert.Throws<ArgumentException>(files.Check);
        Assert.Equal(("one", "edited"), (Read("first"), Read("second")));
    }

    [Fact]
    public void Two_sources_never_end_in_one_target_in_one_call_or_in_two()
    {
        var (a, b) = (Source("a/x"), Source("b/x"));
        var files = new OutputFiles("run", folder["out"]);
        files.Claim("x", a);
        files.Claim("x", b);
        Assert.Contains("would both be written to", Assert.Throws<ArgumentException>(files.Check).Message, StringComparison.Ordinal);

        var first = new OutputFiles("run", folder["out"]);
        first.Claim("x", a);
        first.Check();
        first.Write("x", "of a");
        var second = new OutputFiles("run", folder["out"]);
        second.Claim("x", b);
        Assert.Contains("was made from another file, ../a/x", Assert.Throws<ArgumentException>(second.Check).Message, StringComparison.Ordinal);
        Assert.Equal("of a", Read("x"));
    }

    [SkippableFact]
    public void A_source_is_never_a_target_by_whatever_link_it_is_reached()
    {
        Skip.If(OperatingSystem.IsWindows(), "Links need rights on Windows.");
        var source = Source("real/x");
        Directory.CreateSymbolicLink(folder["link"], folder["real"]);
        Directory.CreateSymbolicLink(folder["link2"], "link");
        Directory.CreateDirectory(folder["single"]);
        File.CreateSymbolicLink(Path.Combine(folder["single"], "x"), source);
        foreach (var place in new[] { "real", "link", "link2", "link2/../real", "single" })
        {
            var files = new OutputFiles("run", folder[place], force: true);
            files.Claim("x", source);
            Assert.Contains("is one of the files that run reads", Assert.Throws<ArgumentException>(files.Check).Message, StringComparison.Ordinal);
        }

        Assert.Equal("source", File.ReadAllText(source));
        File.CreateSymbolicLink(folder["ring"], "ring");
        Assert.Contains("in a circle", Assert.Throws<IOException>(() => RealPath.Of(folder["ring"])).Message, StringComparison.Ordinal);
        var lost = new OutputFiles("run", folder["ring"]);
        Assert.Matches("^--out was \".*in a circle\\. Give a folder", Assert.Throws<ArgumentException>(() => lost.Claim("x")).Message);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_found_out_before_the_work()
    {
        File.WriteAllText(folder["file"], "a file");
        foreach (var place in new[] { folder["file"], folder["file/below"] })
        {
            var files = new OutputFiles("run", place);
            files.Claim("x");
            Assert.Matches("^--out was \".*\\.$", Assert.Throws<ArgumentException>(files.Check).Message);
        }

        Assert.Equal("a file", File.ReadAllText(folder["file"]));
    }

    [Fact]
    public void What_changes_while_the_command_works_is_kept()
    {
        Write("first", "one");
        var files = new OutputFiles("student", folder["out"]);
        files.Claim("first");
        files.Check();
        File.WriteAllText(Path.Combine(folder["out"], "first"), "edited meanwhile");
        Assert.Contains("while this command ran; it is kept.", Assert.Throws<IOException>(() => files.Write("first", "two")).Message, StringComparison.Ordinal);
        Assert.Equal("edited meanwhile", Read("first"));
    }

    [Fact]
    public void A_process_that_ends_between_record_and_file_leaves_either_the_old_or_the_new_and_both_are_its_own()
    {
        Write("first", "one");
        var record = OutputRecord.Of(folder["out"]);
        record.Expect("first", "student", null, FileSnapshot.Of(Path.Combine(folder["out"], "first")).Checksum, FileSnapshot.ChecksumOf("two"u8));
        record.Save();
        Write("first", "three");
        Assert.Equal("three", Read("first"));
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("{\"files\": {\"first\": {}}}")]
    [InlineData("null")]
    public void A_record_that_is_damaged_is_named_and_nothing_is_written(string text)
    {
        Write("first", "one");
        File.WriteAllText(Path.Combine(folder["out"], OutputRecord.FileName), text);
        AssertRefused(".redgradient.json' is damaged", "first", "two");
    }

    private string Source(string name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder[name])!);
        File.WriteAllText(folder[name], "source");
        return folder[name];
    }

    private string Read(string file) => File.ReadAllText(Path.Combine(folder["out"], file));

    private void Write(string file, string text, bool force = false)
    {
        var files = new OutputFiles("student", folder["out"], force);
        files.Claim(file, content: Encoding.UTF8.GetBytes(text));
        files.Check();
        files.Write(file, text);
    }

    private void AssertRefused(string sentence, string file, string text)
    {
        var error = Assert.Throws<ArgumentException>(() => Write(file, text));
        Assert.Contains(sentence, error.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
    }
}
