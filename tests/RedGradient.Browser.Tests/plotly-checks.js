// What the tests ask of a page on which a figure stands twice: as our SVG and as plotly.js draws it.
(() => {
  const visible = (root) => [...root.querySelectorAll("text")].filter((e) => e.textContent.trim() !== "" && !e.closest(".hoverlayer, .modebar, defs") && getComputedStyle(e).visibility !== "hidden" && e.getBoundingClientRect().width > 0);
  const box = (e) => { const b = e.getBoundingClientRect(); return { x: b.left, y: b.top, r: b.right, b: b.bottom, w: b.width, h: b.height }; };
  const overlap = (a, b) => Math.min(Math.min(a.r, b.r) - Math.max(a.x, b.x), Math.min(a.b, b.b) - Math.max(a.y, b.y));
  const turned = (e) => { const m = e.getCTM(); return Math.abs(m.b) > 0.05 && Math.abs(m.a) > 0.05; };
  const said = (e) => '"' + e.textContent.trim() + '"';

  const outside = (root, edge) => visible(root).map((e) => [e, box(e)])
    .filter(([, t]) => t.x < edge.x - 1 || t.r > edge.r + 1 || t.y < edge.y - 1 || t.b > edge.b + 1)
    .map(([e, t]) => `${said(e)} reaches out of the figure: ${[t.x - edge.x, t.y - edge.y, t.r - edge.r, t.b - edge.b].map(Math.round)}`);

  const luminance = (color) => {
    const [r, g, b] = color.match(/[\d.]+/g).map((v) => (v = v / 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };

  const areas = (gd) => Object.values(gd._fullLayout._plots).map((p) => {
    const page = box(gd.querySelector(".main-svg"));
    const [x, y] = [page.x + p.xaxis._offset, page.y + p.yaxis._offset];
    return { x, y, r: x + p.xaxis._length, b: y + p.yaxis._length, w: p.xaxis._length, h: p.yaxis._length };
  });

  // The middles of the markers that our paths draw one after another: each piece from one M to the next.
  const markers = (svg) => {
    const clip = svg.querySelector("clipPath rect");
    const group = svg.querySelector("g[clip-path]");
    const [left, bottom] = [Number(clip.getAttribute("x")) + 4, Number(clip.getAttribute("y")) + Number(clip.getAttribute("height")) - 4];
    const probe = document.createElementNS("http://www.w3.org/2000/svg", "path");
    group.append(probe);
    const found = [];
    for (const path of [...group.querySelectorAll(":scope > path[fill]:not([fill=none])")].filter((p) => !p.getAttribute("fill-opacity") || p.getAttribute("fill-opacity") === "0.9")) {
      for (const piece of path.getAttribute("d").split(/(?=M)/)) {
        probe.setAttribute("d", piece);
        const b = probe.getBBox();
        found.push({ x: b.x + b.width / 2 - left, y: b.y + b.height / 2 - bottom });
      }
    }

    probe.remove();
    return found;
  };

  const bars = (svg) => {
    const clip = svg.querySelector("clipPath rect");
    const [left, bottom] = [Number(clip.getAttribute("x")) + 4, Number(clip.getAttribute("y")) + Number(clip.getAttribute("height")) - 4];
    return [...svg.querySelector("g[clip-path]").querySelectorAll(":scope > rect")].map((r) => ({
      x: Number(r.getAttribute("x")) + Number(r.getAttribute("width")) / 2 - left, y: Number(r.getAttribute("y")) + Number(r.getAttribute("height")) / 2 - bottom, h: Number(r.getAttribute("height")) }));
  };

  const unmatched = (ours, theirs, tolerance) => theirs.filter((p) => !ours.some((o) => Math.abs(o.x - p.x) <= tolerance && Math.abs(o.y - p.y) <= tolerance)).length;

  const plot = async (json) => {
    const gd = document.createElement("div");
    document.body.append(gd);
    const figure = JSON.parse(json);
    await Plotly.newPlot(gd, figure.data, figure.layout);
    return gd;
  };

  // What a reader's chart library puts on a page: a script that draws into the place of this name.
  const plotBy = async (id, script) => {
    const gd = document.createElement("div");
    gd.id = id;
    document.body.append(gd);
    document.body.append(document.createRange().createContextualFragment(script));
    await Plotly.redraw(gd);
    return gd;
  };

  // What plotly.js drew, in the numbers of the axes and in pixels from the plot's corner: one list for each trace.
  const drawn = (gd) => gd.calcdata.map((points) => {
    const trace = points[0].trace;
    const [x, y] = [gd._fullLayout[`xaxis${trace.xaxis.slice(1)}`], gd._fullLayout[`yaxis${trace.yaxis.slice(1)}`]];
    const numbers = trace.type === "heatmap" || trace.type === "contour"
      ? [...points[0].z.flatMap((row) => [...row]), ...points[0].x, ...points[0].y, trace.zmin, trace.zmax]
      : points.flatMap((p) => trace.type === "bar" ? [p.p, p.s, p.b, p.x, p.y, p.p0, p.p1] : [p.x, p.y, x.c2p(p.x), y.c2p(p.y)]);
    return { type: trace.type, color: trace.marker?.color ?? trace.line?.color ?? null, numbers: numbers.map((value) => value === undefined || value === null || Number.isNaN(value) ? null : value) };
  });

  const differences = (name, ours, theirs) => {
    if (ours.length !== theirs.length) return [`${name} drew ${theirs.length} traces, ours has ${ours.length}`];
    return ours.flatMap((trace, i) => {
      const other = theirs[i];
      if (trace.type !== other.type || JSON.stringify(trace.color) !== JSON.stringify(other.color)) return [`${name}, trace ${i}: ${other.type} ${other.color}, ours ${trace.type} ${trace.color}`];
      if (trace.numbers.length === 0 || trace.numbers.length !== other.numbers.length) return [`${name}, trace ${i}: ${other.numbers.length} numbers, ours ${trace.numbers.length}`];
      const wrong = trace.numbers.filter((value, k) => value !== other.numbers[k] && !(typeof value === "number" && Math.abs(value - other.numbers[k]) <= 1e-9 * Math.max(1, Math.abs(value))));
      return wrong.length > 0 ? [`${name}, trace ${i}: ${wrong.length} of ${trace.numbers.length} numbers elsewhere`] : [];
    });
  };

  window.same = async (ours, first, id, script) => {
    document.body.innerHTML = "";
    const own = drawn(await plot(ours));
    const faults = [...differences("Plotly.NET", own, drawn(await plot(first))), ...differences("XPlot", own, drawn(await plotBy(id, script)))];
    return { faults, numbers: own.reduce((sum, trace) => sum + trace.numbers.length, 0) };
  };

  window.outside = (text) => {
    document.body.innerHTML = text;
    const svg = document.querySelector("svg");
    return outside(svg, box(svg));
  };

  window.read = async (json) => {
    document.body.innerHTML = "";
    const gd = await plot(json);
    const axis = (a) => ({ type: a.type, range: [...a.range] });
    return {
      traces: gd._fullData.map((t) => ({ x: [...t.x], y: [...t.y] })),
      xaxis: axis(gd._fullLayout.xaxis), yaxis: axis(gd._fullLayout.yaxis),
      legend: [...gd.querySelectorAll(".legendtext")].map((e) => e.textContent),
    };
  };

  // The figure as JSON, or as the name of a place and the script that draws there.
  window.compare = async (text, json, script) => {
    document.body.innerHTML = "<div style=\"display:flex;gap:16px;align-items:flex-start\"><div></div></div>";
    const row = document.body.firstChild;
    row.firstChild.innerHTML = text;
    const svg = row.querySelector("svg");
    const gd = await (script ? plotBy(json, script) : plot(json));
    row.append(gd);
    const main = gd.querySelector(".main-svg");
    const page = box(main);
    const faults = outside(gd, page);
    if (page.w !== box(svg).w) faults.push(`the width is ${page.w}, the drawing's ${box(svg).w}`);
    if (Math.abs(page.h - box(svg).h) > 60) faults.push(`the height is ${page.h}, the drawing's ${box(svg).h}`);
    if (getComputedStyle(main).backgroundColor !== "rgb(255, 255, 255)") faults.push(`the paper is ${getComputedStyle(main).backgroundColor}`);

    // Words: none over another, none that cannot be read, none with a metric prefix.
    const texts = visible(gd).map((e) => [e, box(e)]);
    for (let i = 0; i < texts.length; i++) {
      const [e, a] = texts[i];
      if (/\dµ|\d[kMn]$/.test(e.textContent)) faults.push(`${said(e)} has a prefix`);
      if (!e.closest(".heatmaplayer") && (luminance("rgb(255,255,255)") + 0.05) / (luminance(getComputedStyle(e).fill) + 0.05) < 4.5) faults.push(`${said(e)} is ${getComputedStyle(e).fill} on white`);
      for (const [other, b] of texts.slice(i + 1)) {
        if (!turned(e) && !turned(other) && overlap(a, b) > 2) faults.push(`${said(e)} lies on ${said(other)}`);
      }
    }

    // Names of axes, headings and captions stay off the plots.
    const plots = areas(gd);
    for (const e of gd.querySelectorAll(".infolayer .gtitle, .infolayer [class$=title], .legendtext")) {
      if (e.textContent.trim() && plots.some((p) => overlap(p, box(e)) > 2)) faults.push(`${said(e)} lies on a plot`);
    }

    const pictures = [...gd.querySelectorAll(".heatmaplayer image")].map(box);
    for (const e of gd.querySelectorAll(".annotation-text")) {
      if (pictures.some((p) => overlap(p, box(e)) > 2)) faults.push(`${said(e)} lies on a picture`);
    }

    // Plotly's buttons stand beside the title and the plots.
    const buttons = gd.querySelector(".modebar-container .modebar");
    for (const e of gd.querySelectorAll(".gtitle, .legendtext")) if (buttons && overlap(box(buttons), box(e)) > 2) faults.push(`Plotly's buttons lie on ${said(e)}`);

    const names = [...gd.querySelectorAll(".legendtext")].map((e) => e.textContent);
    if (new Set(names).size !== names.length) faults.push(`the legend says ${names}`);
    const keys = [...svg.querySelectorAll(":scope > text[font-size='13']:not([text-anchor])")].map((e) => e.textContent);
    for (const name of new Set(keys)) if (names.length > 0 && !names.some((n) => n === name || n.startsWith(name + " ("))) faults.push(`the legend lacks ${name}`);
    if (keys.length > 0 && names.length === 0) faults.push("the legend is missing");

    // Point by point, from the lower left corner of the plot.
    if (plots.length === 1 && svg.querySelector("clipPath")) {
      const from = (b) => ({ x: (b.x + b.r) / 2 - plots[0].x, y: (b.y + b.b) / 2 - plots[0].b });
      const points = [...gd.querySelectorAll(".scatterlayer .points path.point")].map((e) => from(box(e)));
      const ours = markers(svg);
      const theirBars = [...gd.querySelectorAll(".barlayer .point > path")].map((e) => ({ ...from(box(e)), h: box(e).h }));
      const ourBars = bars(svg);
      if (points.length > 0 && unmatched(ours, points, 3.5) > 0) faults.push(`${unmatched(ours, points, 3.5)} of ${points.length} markers are not where the drawing has them`);
      if (points.length > 0 && unmatched(points, ours, 3.5) > 0) faults.push(`${unmatched(points, ours, 3.5)} of ${ours.length} markers of the drawing are missing`);
      if (theirBars.length !== ourBars.length || unmatched(ourBars, theirBars, 1.5) > 0) faults.push(`${theirBars.length} bars, ${ourBars.length} in the drawing, ${unmatched(ourBars, theirBars, 1.5)} elsewhere`);
    }

    return faults;
  };
})();
