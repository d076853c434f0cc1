// The keys of the review, and setting fields by selecting words. Everything also works by buttons and forms without this.
(() => {
  "use strict";
  const review = document.getElementById("review");
  if (!review) return;
  const form = document.getElementById("ruling");
  const reason = document.getElementById("reason");
  const words = document.getElementById("words");
  const keys = {};
  for (const [name, key] of Object.entries(review.dataset)) {
    if (name.startsWith("key")) keys[key] = name.slice(3).toLowerCase();
  }
  const button = (deed) => review.querySelector(`[data-deed="${deed}"]`);
  const save = (deed) => { const found = button(deed); if (found) form.requestSubmit(found); };
  const go = (deed) => { const found = button(deed); if (found) window.location.assign(found.href); };
  const deeds = {
    accept: () => save("accept"),
    correct: () => save("correct"),
    reject: () => (reason.value.trim() ? save("reject") : ask("reject")),
    comment: () => (reason.value.trim() ? save("comment") : ask("comment")),
    next: () => go("next"),
    skip: () => go("next"),
    previous: () => go("previous"),
    select: () => { words.focus(); choose(tokens().findIndex((one) => one.node.parentElement.matches(".figure")), false); },
  };
  let waiting = null;
  function ask(deed) {
    waiting = deed;
    reason.placeholder = `why? then Enter to ${deed}`;
    reason.focus();
  }
  const typing = (target) => target.matches("input, select, textarea, [contenteditable]");
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && form.contains(event.target)) {
      event.preventDefault();
      save("correct");
      return;
    }
    if (event.key === "Enter" && event.target === reason) {
      event.preventDefault();
      if (reason.value.trim()) save(waiting || "comment");
      return;
    }
    if (event.key === "Escape" && typing(event.target)) { event.target.blur(); waiting = null; return; }
    if (review.dataset.shortcuts === "off" || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const deed = deeds[keys[event.key]];
    if (deed) { event.preventDefault(); deed(); }
  });

  // Words by keyboard: arrows go from word to word, with Shift they take several, a number sets a field.
  const tokens = () => {
    const found = [];
    const walker = document.createTreeWalker(words, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      for (const match of walker.currentNode.data.matchAll(/[\p{L}\p{N}][\p{L}\p{N}\p{M}.,'’-]*/gu)) {
        const length = match[0].replace(/[.,'’-]+$/u, "").length;
        found.push({ node: walker.currentNode, start: match.index, end: match.index + length });
      }
    }
    return found;
  };
  let anchor = 0;
  let at = 0;
  function choose(wanted, extend) {
    const all = tokens();
    if (!all.length) return;
    at = Math.min(Math.max(wanted, 0), all.length - 1);
    if (!extend) anchor = at;
    const [first, last] = [Math.min(anchor, at), Math.max(anchor, at)];
    getSelection().setBaseAndExtent(all[first].node, all[first].start, all[last].node, all[last].end);
    all[at].node.parentElement.scrollIntoView({ block: "nearest" });
  }
  const settable = ["low", "high", "victims", "claimant", "place", "when"];
  function set(name) {
    const chosen = String(window.getSelection()).trim() || words.dataset.chosen || "";
    const field = form.elements[name];
    const number = chosen.replace(/[\s.,\u00a0\u202f]/g, "");
    field.value = name === "low" || name === "high" ? (/^\d+$/.test(number) ? number : field.value) : chosen;
    field.focus();
  }
  words.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const back = getComputedStyle(words).direction === "rtl" ? "ArrowRight" : "ArrowLeft";
    const steps = { ArrowLeft: back === "ArrowLeft" ? -1 : 1, ArrowRight: back === "ArrowLeft" ? 1 : -1, Home: -1e6, End: 1e6 };
    const name = settable[Number(event.key) - 1];
    if (event.key in steps) choose(at + steps[event.key], event.shiftKey);
    else if (name && review.dataset.shortcuts !== "off") set(name);
    else return;
    event.preventDefault();
  });
  const setters = document.getElementById("setters");
  settable.forEach((name, number) => {
    const setter = document.createElement("button");
    const key = document.createElement("kbd");
    setter.type = "button";
    key.textContent = String(number + 1);
    setter.append(`${name} `, key);
    setter.addEventListener("click", () => set(name));
    setters.append(setter, " ");
  });
  document.getElementById("selecting").hidden = false;
  document.addEventListener("selectionchange", () => {
    const selection = window.getSelection();
    if (selection.rangeCount && !selection.isCollapsed && words.contains(selection.anchorNode)) words.dataset.chosen = String(selection).trim();
  });
})();
