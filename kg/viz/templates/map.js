"use strict";
// Days are counted as Python's date.toordinal counts them. All text from data goes in as text.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const byId = (id) => document.getElementById(id);
  const SVG = "http://www.w3.org/2000/svg";
  const GREY = "#ffffff", NOBODY = "#8d99a6", ALERT = "#b3261e", EPOCH = 719163; // 1970-01-01
  const map = byId("map"), slider = byId("slider"), places = byId("places"), tip = byId("tip"), panel = byId("panel");
  const full = map.viewBox.baseVal, whole = { x: full.x, y: full.y, width: full.width, height: full.height };
  let view = { ...whole }, day = data.day, chosen = null;

  const write = (number) => {
    const date = new Date(0);
    date.setUTCDate(1 + number - EPOCH);
    return date.toISOString().slice(0, 10);
  };
  const make = (name, attributes, parent) => {
    const node = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    if (parent) parent.append(node);
    return node;
  };
  const add = (parent, name, text, kind) => {
    const node = document.createElement(name);
    node.textContent = text;
    if (kind) node.className = kind;
    parent.append(node);
    return node;
  };
  const within = (first, stop) => (first === null || first <= day) && (stop === null || day < stop);
  const heldNow = (place) => place.held.filter((one) => within(one.first, one.stop));
  const isDisputed = (held) => held.some((one) => one.disputed.some(([first, stop]) => within(first, stop)));

  const nodes = data.places.map((place) => {
    const group = make("g", { class: "place", tabindex: "0", role: "button" }, places);
    const node = { place, group };
    group.addEventListener("mouseenter", () => hover(node));
    group.addEventListener("mouseleave", () => { tip.hidden = true; });
    group.addEventListener("focus", () => hover(node));
    group.addEventListener("blur", () => { tip.hidden = true; });
    group.addEventListener("click", () => choose(node));
    group.addEventListener("keydown", (event) => { if (event.key === "Enter" || event.key === " ") choose(node); });
    return node;
  });

  function describe(place) {
    const held = heldNow(place);
    const names = held.map((one) => data.actors[one.actor].label).join(" / ") || "nobody known";
    return place.label + ": " + names + (isDisputed(held) ? " (disputed)" : "");
  }

  function draw() {
    const scale = view.width / whole.width, radius = 7 * scale, used = new Set();
    for (const { place, group } of nodes) {
      group.replaceChildren();
      group.setAttribute("transform", `translate(${place.x} ${place.y})`);
      group.setAttribute("aria-label", describe(place));
      const held = heldNow(place), disputed = isDisputed(held);
      held.forEach((one) => used.add(one.actor));
      group.dataset.holders = held.map((one) => data.actors[one.actor].label).join("|");
      group.dataset.disputed = String(disputed);
      const outline = { stroke: disputed ? ALERT : held.length ? "#ffffff" : NOBODY, "stroke-width": (disputed ? 2.5 : 1.5) * scale };
      if (held.length < 2) {
        const fill = held.length ? data.actors[held[0].actor].colour : GREY;
        make("circle", { r: radius, fill, ...outline }, group);
      } else {
        held.forEach((one, n) => {
          const [a, b] = [n, n + 1].map((part) => (part / held.length) * 2 * Math.PI - Math.PI / 2);
          const at = (angle) => `${radius * Math.cos(angle)} ${radius * Math.sin(angle)}`;
          const large = held.length < 2 ? 1 : 0;
          make("path", { d: `M0 0L${at(a)}A${radius} ${radius} 0 ${large} 1 ${at(b)}z`, fill: data.actors[one.actor].colour }, group);
        });
        make("circle", { r: radius, fill: "none", ...outline }, group);
      }
      if (disputed) make("circle", { r: radius, fill: "url(#hatch)" }, group);
      make("circle", { r: radius * 1.6, fill: "transparent" }, group);
      const label = make("text", { x: radius * 1.5, y: 4 * scale, "font-size": 12 * scale }, group);
      label.style.fontSize = 12 * scale + "px";
      label.style.strokeWidth = 3 * scale + "px";
      label.textContent = place.label;
    }
    spread(scale);
    legend(used);
    byId("day").textContent = write(day);
    slider.value = String(day);
    if (chosen) choose(chosen);
  }

  // Of labels that would cover each other the first stays; nearer, there is room for more.
  function spread(scale) {
    const boxes = [];
    for (const { place, group } of nodes) {
      const text = group.lastElementChild;
      const width = place.label.length * 7 * scale, left = place.x + 10 * scale;
      const box = { left, right: left + width, top: place.y - 9 * scale, bottom: place.y + 6 * scale };
      const covered = boxes.some((b) => b.left < box.right && box.left < b.right && b.top < box.bottom && box.top < b.bottom);
      text.setAttribute("visibility", covered ? "hidden" : "visible");
      if (!covered) boxes.push(box);
    }
  }

  function legend(used) {
    const list = byId("legend");
    list.replaceChildren();
    const entry = (words, fill, stroke) => {
      const item = document.createElement("li");
      const box = make("svg", { viewBox: "-8 -8 16 16" });
      make("circle", { r: 6, fill, stroke: stroke || "none", "stroke-width": 2 }, box);
      item.append(box, document.createTextNode(words));
      list.append(item);
    };
    data.actors.forEach((actor, number) => { if (used.has(number)) entry(actor.label, actor.colour); });
    entry("nobody known", GREY, NOBODY);
    entry("disputed: sources contradict each other", "#ffffff", ALERT);
  }

  function hover({ place, group }) {
    tip.textContent = describe(place);
    tip.hidden = false;
    const box = group.firstElementChild.getBoundingClientRect();
    tip.style.left = Math.min(box.right + 8, window.innerWidth - tip.offsetWidth - 8) + "px";
    tip.style.top = box.top + "px";
  }

  function choose(node) {
    chosen = node;
    panel.replaceChildren();
    const held = heldNow(node.place);
    add(panel, "h2", node.place.label);
    if (isDisputed(held)) add(panel, "p", "Disputed: sources contradict each other.", "alert");
    if (!held.length) add(panel, "p", "Nobody is known to hold it on this day.", "hint");
    for (const one of held) {
      add(panel, "h3", data.actors[one.actor].label);
      add(panel, "div", one.words, "when");
      for (const { quote, origin } of one.quotes) {
        const block = add(panel, "blockquote", "");
        add(block, "p", "“" + quote + "”");
        add(block, "div", origin, "origin");
      }
    }
  }

  function look() {
    map.setAttribute("viewBox", `${view.x} ${view.y} ${view.width} ${view.height}`);
    draw();
  }
  function zoom(factor, x = view.x + view.width / 2, y = view.y + view.height / 2) {
    const width = Math.min(Math.max(view.width * factor, whole.width / 40), whole.width * 3);
    const by = width / view.width;
    view = { x: x - (x - view.x) * by, y: y - (y - view.y) * by, width, height: view.height * by };
    look();
  }
  const point = (event) => {
    const inverse = map.getScreenCTM().inverse();
    return new DOMPoint(event.clientX, event.clientY).matrixTransform(inverse);
  };
  byId("in").addEventListener("click", () => zoom(0.6));
  byId("out").addEventListener("click", () => zoom(1 / 0.6));
  byId("all").addEventListener("click", () => { view = { ...whole }; look(); });
  map.addEventListener("wheel", (event) => {
    event.preventDefault();
    const { x, y } = point(event);
    zoom(event.deltaY < 0 ? 0.8 : 1.25, x, y);
  }, { passive: false });
  let grip = null;
  map.addEventListener("pointerdown", (event) => { if (!event.target.closest(".place")) grip = point(event); });
  window.addEventListener("pointermove", (event) => {
    if (!grip) return;
    const { x, y } = point(event);
    view = { ...view, x: view.x - (x - grip.x), y: view.y - (y - grip.y) };
    map.setAttribute("viewBox", `${view.x} ${view.y} ${view.width} ${view.height}`);
  });
  window.addEventListener("pointerup", () => { grip = null; });

  const ends = data.places.flatMap((place) => place.held.flatMap((one) => [one.first, one.stop]));
  const changes = [...new Set(ends.filter((end) => end !== null))].sort((a, b) => a - b);
  const go = (to) => { if (to !== undefined) { day = to; draw(); } };
  byId("back").addEventListener("click", () => go(changes.findLast((change) => change < day)));
  byId("forth").addEventListener("click", () => go(changes.find((change) => change > day)));
  slider.min = String(data.first);
  slider.max = String(data.last);
  slider.addEventListener("input", () => go(Number(slider.value)));
  draw();
})();
