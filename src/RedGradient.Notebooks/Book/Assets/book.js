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

  addEventListener("DOMContentLoaded", function () {
    addThemeButton();
    addCopyButtons();
    foldContentsOnPhones();
    markScrollBoxes();
    openTarget();
    addEventListener("resize", markScrollBoxes);
    addEventListener("hashchange", openTarget);
    document.addEventListener("toggle", markScrollBoxes, true);
  });
})();
