/* The page's behaviour. Every word of the data reaches the page as a text node, never as HTML. */
(function () {
  "use strict";
  const data = JSON.parse(document.getElementById("data").textContent);
  const { actors, links, styles } = data;
  const byId = (id) => document.getElementById(id);
  const nodes = new vis.DataSet(data.nodes);
  const edges = new vis.DataSet(data.edges);
  const network = new vis.Network(byId("network"), { nodes, edges }, data.options);
  const panel = byId("panel");
  const tooltip = byId("tooltip");
  const search = byId("search");
  const names = byId("names");
  const boxes = Array.from(document.querySelectorAll("#filter input"));
  const linksOf = actors.map(() => []);
  data.edges.forEach((edge, i) => { linksOf[edge.from].push(i); linksOf[edge.to].push(i); });
  const MOST_NAMES = 200;
  let chosen = { node: null, edge: null };
  let opener = null; // where the keyboard goes back to when the panel closes

  /* vis ends arrows at the shape, beneath the label: let those that come from its side end at the label. */
  actors.forEach((actor, id) => {
    const node = network.body.nodes[id];
    if (!actor.labelBox || !node) return;
    const [half, near, far] = actor.labelBox;
    const toShape = node.distanceToBorder.bind(node);
    node.distanceToBorder = (context, angle) => {
      const across = Math.abs(Math.cos(angle));
      const down = Math.sin(angle) * (actor.above ? 1 : -1); // the angle points to the node
      if (down < 0.05 || across / down * near > half) return toShape(context, angle);
      return Math.min(far / down, across ? half / across : Infinity, near + 80);
    };
  });

  function make(tag, className, ...children) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    element.append(...children);
    return element;
  }
  const plural = (count, noun) => count.toLocaleString("en") + " " + noun + (count === 1 ? "" : "s");
  const bdi = (text) => make("bdi", "", text);

  function isOn(i) { return boxes.some((box) => box.checked && box.value === links[i].style); }
  function isUsed(node) { return linksOf[node].some(isOn); }

  /* Words ------------------------------------------------------------------------------------- */
  function sayLink(i) {
    const edge = data.edges[i];
    const style = styles[links[i].style];
    return [bdi(actors[edge.from].label), " ", make("span", "verb " + links[i].style, style.words), " ",
      bdi(actors[edge.to].label)];
  }
  function quote(claim) {
    const words = make("p", "", "\u201c" + claim.quote + "\u201d");
    words.dir = "auto";
    const origin = make("footer", "");
    const parts = [];
    if (claim.said) parts.push("according to " + claim.said);
    if (claim.hedge) parts.push(claim.hedge);
    if (claim.publisher) parts.push(claim.publisher);
    if (claim.published) parts.push(claim.published);
    if (claim.title) parts.push("\u2018" + claim.title + "\u2019");
    if (claim.when) parts.push("time: \u201c" + claim.when + "\u201d" + (claim.begin ? ", " + claim.begin : ""));
    parts.push("confidence " + claim.confidence.toFixed(2));
    parts.forEach((part, i) => origin.append(i ? " \u00b7 " : "", bdi(part)));
    return make("blockquote", "", words, origin);
  }
  function more(shown, count) {
    return count > shown ? [make("p", "more", "and " + plural(count - shown, "more quote"))] : [];
  }
  function quotes(i, most) {
    const claims = links[i].claims.slice(0, most);
    return [...claims.map(quote), ...more(claims.length, links[i].count)];
  }

  /* Panel ------------------------------------------------------------------------------------- */
  function foldLink(i, open) {
    const count = plural(links[i].weight, "source");
    const fold = make("details", "", make("summary", "", ...sayLink(i), " ", make("span", "count", count)));
    fold.dataset.link = i;
    const fill = () => { if (fold.open && fold.children.length === 1) fold.append(...quotes(i, Infinity)); };
    fold.addEventListener("toggle", fill);
    fold.open = open;
    if (open) fill();
    return fold;
  }
  function openPanel(children) {
    const close = make("button", "close", "Close");
    close.type = "button";
    close.addEventListener("click", () => clear(true));
    panel.replaceChildren(close, ...children);
    panel.hidden = false;
    panel.scrollTop = 0;
  }
  function showNode(node) {
    const actor = actors[node];
    const shown = linksOf[node].filter(isOn).sort((a, b) => links[b].weight - links[a].weight || a - b);
    const heading = make("h2", "", actor.label);
    heading.dir = "auto";
    openPanel([
      heading,
      make("p", "kind", actor.type + (actor.disputed ? " \u00b7 disputed: reports name more than one holder" : "")),
      make("p", "iri", actor.iri),
      ...shown.map((i, rank) => foldLink(i, rank === 0)),
    ]);
  }
  function showEdge(i) {
    openPanel([make("h2", "", ...sayLink(i)), make("p", "kind", plural(links[i].weight, "source")), ...quotes(i, Infinity)]);
  }

  /* Choice: what is chosen stands out, what it is linked to stays, the rest fades --------------- */
  function paint() {
    const near = new Set();
    const lit = new Set();
    const found = search.value.trim() ? matches() : [];
    if (chosen.node !== null) {
      near.add(chosen.node);
      linksOf[chosen.node].forEach((i) => {
        lit.add(i); near.add(data.edges[i].from); near.add(data.edges[i].to);
      });
    } else if (chosen.edge !== null) {
      lit.add(chosen.edge);
      near.add(data.edges[chosen.edge].from).add(data.edges[chosen.edge].to);
    } else {
      found.forEach((node) => near.add(node));
      data.edges.forEach((edge, i) => { if (near.has(edge.from) && near.has(edge.to)) lit.add(i); });
    }
    const all = chosen.node === null && chosen.edge === null && !found.length;
    edges.update(data.edges.map((edge, i) => ({
      id: edge.id, hidden: !isOn(i),
      color: { ...edge.color, opacity: all || lit.has(i) ? edge.color.opacity : 0.1 },
    })));
    nodes.update(data.nodes.map((node) => ({
      id: node.id, hidden: !isUsed(node.id), opacity: all || near.has(node.id) ? 1 : 0.18,
      font: { ...(node.font || {}), color: all || near.has(node.id) ? "#1f2933" : "rgba(31,41,51,0.22)" },
    })));
    const shownNodes = data.nodes.filter((node) => isUsed(node.id)).length;
    const shownLinks = links.filter((_, i) => isOn(i)).length;
    byId("status").textContent = shownNodes.toLocaleString("en") + " " + data.noun + ", "
      + plural(shownLinks, "line") + (shownLinks < links.length ? " (filtered)" : "");
    names.querySelectorAll("button").forEach((button) => {
      button.setAttribute("aria-pressed", String(Number(button.dataset.node) === chosen.node));
    });
  }
  function chooseNode(node, focus) {
    chosen = { node, edge: null };
    network.selectNodes([node], false);
    showNode(node);
    paint();
    if (focus) {
      opener = document.activeElement;
      panel.focus();
      network.focus(node, {
        scale: Math.max(network.getScale(), 0.9), offset: { x: -panel.offsetWidth / 2, y: 0 }, animation: false,
      });
    }
  }
  function chooseEdge(i) {
    chosen = { node: null, edge: i };
    network.selectEdges([i]);
    showEdge(i);
    paint();
  }
  function clear(goBack) {
    chosen = { node: null, edge: null };
    panel.hidden = true;
    network.unselectAll();
    paint();
    if (goBack && opener) opener.focus();
    opener = null;
  }

  /* Search: a list of names that the keyboard can walk ----------------------------------------- */
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const folded = actors.map((actor) => fold(actor.label));
  function matches() {
    const wanted = fold(search.value.trim());
    return actors.map((_, node) => node).filter((node) => isUsed(node) && folded[node].includes(wanted));
  }
  function listNames() {
    const found = matches();
    const rest = found.length - MOST_NAMES;
    names.replaceChildren(...found.slice(0, MOST_NAMES).map((node) => {
      const button = make("button", "", bdi(actors[node].label), make("span", "count", String(actors[node].weight)));
      button.type = "button";
      button.dataset.node = node;
      button.addEventListener("click", () => chooseNode(node, true));
      return make("li", "", button);
    }));
    if (!found.length) names.append(make("li", "none", "No such name here"));
    if (rest > 0) names.append(make("li", "none", "and " + rest.toLocaleString("en") + " more: type to find them"));
  }
  search.addEventListener("input", () => {
    chosen = { node: null, edge: null };
    panel.hidden = true;
    listNames();
    paint();
  });
  search.addEventListener("keydown", (event) => {
    const first = names.querySelector("button");
    if (event.key === "Enter" && first) chooseNode(Number(first.dataset.node), true);
    if (event.key === "ArrowDown" && first) { event.preventDefault(); first.focus(); }
  });
  names.addEventListener("keydown", (event) => {
    const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
    if (!step) return;
    event.preventDefault();
    const item = document.activeElement.closest("li")[step];
    const button = item && item.querySelector("button");
    if (button) button.focus();
    else if (event.key === "ArrowUp") search.focus();
  });
  boxes.forEach((box) => box.addEventListener("change", () => { clear(false); listNames(); paint(); }));
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") clear(true); });

  /* Pointer ------------------------------------------------------------------------------------ */
  network.on("click", (event) => {
    hideTooltip();
    if (event.nodes.length) chooseNode(event.nodes[0], false);
    else if (event.edges.length) chooseEdge(event.edges[0]);
    else clear(false);
  });
  let pointer = { x: 0, y: 0 };
  const stage = byId("network").parentElement;
  stage.addEventListener("pointermove", (event) => {
    const frame = stage.getBoundingClientRect();
    pointer = { x: event.clientX - frame.left, y: event.clientY - frame.top };
  }, true);
  function showTooltip(children) {
    tooltip.replaceChildren(...children);
    tooltip.hidden = false;
    const left = Math.min(pointer.x + 14, stage.clientWidth - tooltip.offsetWidth - 8);
    const below = pointer.y + 16;
    const top = below + tooltip.offsetHeight > stage.clientHeight ? pointer.y - tooltip.offsetHeight - 12 : below;
    tooltip.style.left = Math.max(4, left) + "px";
    tooltip.style.top = Math.max(4, top) + "px";
  }
  function hideTooltip() { tooltip.hidden = true; }
  network.on("hoverNode", ({ node }) => {
    const own = linksOf[node].filter(isOn).sort((a, b) => links[b].weight - links[a].weight || a - b);
    const name = make("div", "name", actors[node].label);
    name.dir = "auto";
    const kind = actors[node].type + " \u00b7 " + plural(own.length, "line") + (actors[node].disputed ? " \u00b7 disputed" : "");
    showTooltip([name, make("div", "kind", kind), ...own.slice(0, 1).flatMap((i) => quotes(i, 1).slice(0, 1))]);
  });
  network.on("hoverEdge", ({ edge }) => {
    const kind = make("div", "kind", plural(links[edge].weight, "source"));
    showTooltip([make("div", "name", ...sayLink(edge)), kind, ...quotes(edge, 2)]);
  });
  ["blurNode", "blurEdge", "dragStart", "zoom"].forEach((name) => network.on(name, hideTooltip));
  byId("network").addEventListener("pointerleave", hideTooltip);

  /* View --------------------------------------------------------------------------------------- */
  const zoom = (factor) => network.moveTo({ scale: network.getScale() * factor, animation: false });
  const moveDown = () => network.moveTo({ position: network.getViewPosition(), offset: { x: 0, y: 16 }, animation: false });
  const fit = () => { network.fit({ animation: false, maxZoomLevel: 1.25 }); zoom(0.9); moveDown(); };
  byId("fit").addEventListener("click", fit);
  byId("closer").addEventListener("click", () => zoom(1.3));
  byId("farther").addEventListener("click", () => zoom(1 / 1.3));
  listNames();
  paint();
  fit();
  window.kgPage = { network, nodes, edges, ready: true };
})();
