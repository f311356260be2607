/**
 * The page's niceties; nothing is lost without them. Tooltips that keyboards and fingers reach, arrow keys among the
 * pods of a node, the stage that is being read marked in the navigation, and everything opened before printing.
 */
export const script = `"use strict";
(() => {
  const tip = document.createElement("div");
  tip.id = "tip";
  tip.setAttribute("role", "tooltip");
  tip.hidden = true;
  document.body.append(tip);
  let told = null;

  const hide = () => {
    if (told === null) return;
    told.title = tip.textContent;
    told.removeAttribute("aria-describedby");
    told = null;
    tip.hidden = true;
  };
  const place = () => {
    if (told === null) return;
    const at = told.getBoundingClientRect();
    const edge = 8;
    const left = Math.min(at.left, document.documentElement.clientWidth - tip.offsetWidth - edge);
    const below = at.bottom + edge + tip.offsetHeight < window.innerHeight;
    tip.style.left = Math.max(edge, left) + "px";
    tip.style.top = (below ? at.bottom + 6 : Math.max(edge, at.top - tip.offsetHeight - 6)) + "px";
  };
  const show = (element) => {
    if (element === told) return;
    hide();
    if (!element) return;
    tip.textContent = element.title;
    element.removeAttribute("title");
    element.setAttribute("aria-describedby", "tip");
    told = element;
    tip.hidden = false;
    place();
  };
  const describedBy = (target) =>
    target instanceof Element ? (target === tip ? told : target.closest("[title], [aria-describedby=tip]")) : null;
  document.addEventListener("pointerover", (event) => show(describedBy(event.target)));
  document.addEventListener("focusin", (event) => show(describedBy(event.target)));
  document.addEventListener("focusout", hide);
  document.addEventListener("scroll", place, { capture: true, passive: true });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });

  for (const list of document.querySelectorAll(".chips")) {
    const chips = [...list.querySelectorAll(".chip")];
    if (chips.length === 0) continue;
    chips[0].tabIndex = 0;
    list.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      const from = chips.indexOf(document.activeElement);
      const to = chips[from + step];
      if (from < 0 || !to) return;
      event.preventDefault();
      chips[from].tabIndex = -1;
      to.tabIndex = 0;
      to.focus();
    });
  }

  const links = new Map();
  for (const link of document.querySelectorAll("nav.stages li a")) {
    const block = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (block) links.set(block, link);
  }
  const mark = () => {
    let current = null;
    for (const block of links.keys()) {
      if (block.getBoundingClientRect().top < window.innerHeight / 3) current = block;
    }
    for (const [block, link] of links) {
      if (block !== current) link.removeAttribute("aria-current");
      else if (!link.hasAttribute("aria-current")) {
        link.setAttribute("aria-current", "true");
        const row = link.closest("ul");
        if (row.scrollWidth > row.clientWidth) {
          row.scrollLeft = link.offsetLeft - row.offsetLeft - row.clientWidth / 2 + link.offsetWidth / 2;
        }
      }
    }
  };
  let waiting = false;
  document.addEventListener(
    "scroll",
    () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => {
        waiting = false;
        mark();
      });
    },
    { passive: true },
  );
  mark();

  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    for (const each of opened) each.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const each of opened) each.open = false;
  });
})();
`;
