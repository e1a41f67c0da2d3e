"use strict";
// A report's mark shows the entry of the list below; all is put in as text.
(() => {
  const tip = document.getElementById("tip");
  const words = new Map();
  for (const title of document.querySelectorAll("svg .mark > title")) {
    words.set(title.parentNode, title.textContent);
    title.remove(); // the browser's own tooltip would double ours
  }
  const show = (mark) => {
    tip.textContent = words.get(mark);
    tip.hidden = false;
    const box = mark.getBoundingClientRect();
    const left = Math.min(Math.max(8, box.left - 40), window.innerWidth - tip.offsetWidth - 8);
    const below = box.bottom + 8 + tip.offsetHeight < window.innerHeight;
    tip.style.left = left + "px";
    tip.style.top = (below ? box.bottom + 8 : box.top - tip.offsetHeight - 8) + "px";
  };
  for (const mark of document.querySelectorAll("svg .mark")) {
    mark.addEventListener("mouseenter", () => show(mark));
    mark.addEventListener("focus", () => show(mark));
    for (const end of ["mouseleave", "blur"]) mark.addEventListener(end, () => { tip.hidden = true; });
  }
  window.addEventListener("keydown", (event) => { if (event.key === "Escape") tip.hidden = true; });
})();
