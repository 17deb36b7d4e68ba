// Everything here is an extra: without it the book reads the same.
(function () {
  "use strict";
  var key = "redgradient-theme";
  var root = document.documentElement;

  function remembered() {
    try { return localStorage.getItem(key); } catch (error) { return null; }
  }

  function remember(theme) {
    try { localStorage.setItem(key, theme); } catch (error) { /* Private windows may refuse; the choice then lasts as long as the page. */ }
  }

  // Set before the page is drawn, so that a dark page does not flash white.
  var chosen = remembered();
  if (chosen === "light" || chosen === "dark") { root.dataset.theme = chosen; }

  function current() {
    return root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  }

  function addThemeButton() {
    var button = document.createElement("button");
    button.type = "button";
    button.className = "theme";
    function label() {
      var other = current() === "dark" ? "light" : "dark";
      button.textContent = other === "dark" ? "Dark" : "Light";
      button.setAttribute("aria-label", "Use " + other + " colours");
    }
    button.addEventListener("click", function () {
      root.dataset.theme = current() === "dark" ? "light" : "dark";
      remember(root.dataset.theme);
      label();
    });
    label();
    document.querySelector("header.site").append(button);
  }

  function copy(text) {
    if (navigator.clipboard && window.isSecureContext) { return navigator.clipboard.writeText(text); }
    // Pages opened from a folder have no clipboard of their own in some browsers.
    var area = document.createElement("textarea");
    area.value = text;
    area.style.position = "fixed";
    area.style.opacity = "0";
    document.body.append(area);
    area.select();
    var done = document.execCommand("copy");
    area.remove();
    return done ? Promise.resolve() : Promise.reject(new Error("copy"));
  }

  function addCopyButtons() {
    var status = document.createElement("p");
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    document.body.append(status);
    document.querySelectorAll(".code").forEach(function (block) {
      var button = document.createElement("button");
      button.type = "button";
      button.className = "copy";
      button.textContent = "Copy";
      button.setAttribute("aria-label", "Copy code");
      button.addEventListener("click", function () {
        copy(block.querySelector("code").textContent).then(
          function () { say("Copied"); },
          function () { say("Not copied"); });
      });
      function say(word) {
        button.textContent = word;
        status.textContent = word;
        setTimeout(function () { button.textContent = "Copy"; status.textContent = ""; }, 2000);
      }
      block.append(button);
    });
  }

  // What is wider than the page scrolls in its own box; a box that scrolls must be reachable by keyboard.
  function markScrollBoxes() {
    document.querySelectorAll(".scroll, pre").forEach(function (box) {
      if (box.scrollWidth > box.clientWidth + 1) { box.tabIndex = 0; } else { box.removeAttribute("tabindex"); }
    });
  }

  function foldContentsOnPhones() {
    var contents = document.querySelector(".contents details");
    if (contents && matchMedia("(max-width: 75rem)").matches) { contents.open = false; }
  }

  // A link to something folded away opens what folds it.
  function openTarget() {
    var target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (var parent = target; parent; parent = parent.parentElement) {
      if (parent.tagName === "DETAILS") { parent.open = true; }
    }
  }

  // Words of the whole book, loaded when somebody searches: a script, since a page opened from a folder may load no data.
  function addSearch() {
    var box = document.createElement("div");
    box.className = "search";
    box.setAttribute("role", "search");
    var input = document.createElement("input");
    input.type = "search";
    input.placeholder = "Search the book ( / )";
    input.setAttribute("aria-label", "Search the book");
    input.setAttribute("autocomplete", "off");
    var list = document.createElement("ul");
    list.className = "results";
    list.hidden = true;
    list.setAttribute("aria-label", "Search results");
    var status = document.createElement("p");
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    status.dataset.of = "search";
    box.append(input, list, status);
    document.querySelector("header.site").append(box);

    function load(then) {
      if (window.redgradientIndex) { then(); return; }
      var script = document.createElement("script");
      script.src = "search-index.js";
      script.onload = then;
      document.head.append(script);
    }

    function show() {
      var words = input.value.toLowerCase().split(/\s+/).filter(function (word) { return word.length > 1; });
      list.replaceChildren();
      list.hidden = words.length === 0;
      if (words.length === 0) { status.textContent = ""; return; }
      var found = find(words);
      found.slice(0, 20).forEach(function (hit) { list.append(item(hit.entry, words)); });
      if (found.length === 0) {
        var none = document.createElement("li");
        none.className = "none";
        none.textContent = "Nothing in the book has all of these words.";
        list.append(none);
      }
      status.textContent = found.length === 1 ? "1 section found" : found.length + " sections found";
    }

    input.addEventListener("focus", function () { load(function () {}); });
    input.addEventListener("input", function () { load(show); });
    box.addEventListener("keydown", function (event) {
      var links = Array.from(list.querySelectorAll("a"));
      var at = links.indexOf(document.activeElement);
      if (event.key === "Escape") { list.hidden = true; input.focus(); return; }
      if (event.key === "Enter" && document.activeElement === input && links.length > 0) { links[0].click(); event.preventDefault(); return; }
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") { return; }
      event.preventDefault();
      var next = event.key === "ArrowDown" ? Math.min(at + 1, links.length - 1) : at - 1;
      (next < 0 ? input : links[next] || input).focus();
    });
    list.addEventListener("click", function () { list.hidden = true; });
    document.addEventListener("click", function (event) { if (!box.contains(event.target)) { list.hidden = true; } });
    document.addEventListener("keydown", function (event) {
      if (event.key === "/" && !event.ctrlKey && !event.metaKey && !/^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName)) {
        event.preventDefault();
        input.focus();
      }
    });
  }

  // A section is found when each word stands in it; headings count most, prose more than code.
  function find(words) {
    var hits = [];
    window.redgradientIndex.forEach(function (entry) {
      var fields = entry.map(function (text) { return text.toLowerCase(); });
      var score = 0;
      var all = words.every(function (word) {
        var points = (fields[3].includes(word) ? 8 : 0) + (fields[2].includes(word) ? 3 : 0) + Math.min(4, fields[4].split(word).length - 1) + (fields[5].includes(word) ? 1 : 0);
        score += points;
        return points > 0;
      });
      if (all) { hits.push({ entry: entry, score: score }); }
    });
    return hits.sort(function (a, b) { return b.score - a.score; });
  }

  function item(entry, words) {
    var li = document.createElement("li");
    var link = document.createElement("a");
    link.href = entry[0] + (entry[1] ? "#" + entry[1] : "");
    var title = document.createElement("strong");
    title.textContent = entry[3] || entry[2];
    var where = document.createElement("span");
    where.className = "where";
    where.textContent = entry[2];
    var snippet = document.createElement("span");
    snippet.className = "snippet";
    var text = words.some(function (word) { return entry[4].toLowerCase().includes(word); }) ? entry[4] : entry[5];
    var places = words.map(function (word) { return text.toLowerCase().indexOf(word); }).filter(function (place) { return place >= 0; });
    var start = Math.max(0, (places.length ? Math.min.apply(null, places) : 0) - 50);
    mark(snippet, (start > 0 ? "… " : "") + text.slice(start, start + 160) + (text.length > start + 160 ? " …" : ""), words);
    link.append(title, where, snippet);
    li.append(link);
    return li;
  }

  function mark(target, text, words) {
    var pattern = new RegExp("(" + words.map(function (word) { return word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"); }).join("|") + ")", "gi");
    text.split(pattern).forEach(function (part, index) {
      if (index % 2 === 0) { target.append(part); return; }
      var hit = document.createElement("mark");
      hit.textContent = part;
      target.append(hit);
    });
  }

  // What a term means, beside its link while that has the pointer or the focus.
  function addNotes() {
    var note = document.createElement("div");
    note.className = "note";
    note.id = "term-note";
    note.setAttribute("role", "tooltip");
    note.hidden = true;
    document.body.append(note);
    function hide() { note.hidden = true; }
    document.querySelectorAll("a.term[title]").forEach(function (link) {
      link.dataset.note = link.title;
      link.removeAttribute("title");
      link.setAttribute("aria-describedby", note.id);
      function show() {
        note.textContent = link.dataset.note;
        note.hidden = false;
        var box = link.getBoundingClientRect();
        var width = document.documentElement.clientWidth;
        note.style.left = "0";
        note.style.left = Math.max(16, Math.min(box.left, width - note.offsetWidth - 16)) + scrollX + "px";
        note.style.top = box.bottom + 6 + scrollY + "px";
      }
      link.addEventListener("mouseenter", show);
      link.addEventListener("focus", show);
      link.addEventListener("mouseleave", hide);
      link.addEventListener("blur", hide);
    });
    document.addEventListener("keydown", function (event) { if (event.key === "Escape") { hide(); } });
  }

  // The states are all in the page; a slider shows one of them, with its numbers in words.
  function moveSliders() {
    document.querySelectorAll(".slider").forEach(function (slider) {
      var input = slider.querySelector("input");
      var output = slider.querySelector("output");
      var states = Array.from(slider.querySelectorAll(".state"));
      var parameter = slider.querySelector("label").textContent;
      function show() {
        var state = states[input.value];
        states.forEach(function (each) { each.hidden = each !== state; });
        var value = document.createElement("strong");
        value.textContent = parameter + " = " + state.dataset.label;
        output.replaceChildren(value, ": " + state.dataset.numbers);
        input.setAttribute("aria-valuetext", state.dataset.label + ": " + state.dataset.numbers);
      }
      input.hidden = false;
      input.value = slider.dataset.start;
      input.addEventListener("input", show);
      show();
      // On paper the start stands for all, beside the table.
      addEventListener("beforeprint", function () { input.value = slider.dataset.start; show(); });
    });
  }

  // Letters wider than those a title was measured with are drawn closer together, so that nothing is cut off.
  function fitTitles() {
    document.querySelectorAll(".chart > svg").forEach(function (svg) {
      var view = svg.viewBox.baseVal;
      if (!view || svg.getBoundingClientRect().width < 2) { return; }
      svg.querySelectorAll("text[font-weight]").forEach(function (text) {
        if (text.getAttribute("text-anchor") || text.getAttribute("transform")) { return; }
        var room = view.width - 12 - text.getAttribute("x");
        if (text.getComputedTextLength() > room) {
          text.setAttribute("textLength", room);
          text.setAttribute("lengthAdjust", "spacingAndGlyphs");
        }
      });
    });
  }

  addEventListener("DOMContentLoaded", function () {
    addThemeButton();
    addCopyButtons();
    foldContentsOnPhones();
    markScrollBoxes();
    openTarget();
    addSearch();
    addNotes();
    moveSliders();
    fitTitles();
    addEventListener("resize", markScrollBoxes);
    addEventListener("hashchange", openTarget);
    document.addEventListener("toggle", markScrollBoxes, true);
  });
})();
