// What a walk asks a page: which words lie over others, leave the screen, are cut, or were never filled in.
// Each is a function that Playwright evaluates; a finding is one line of text.
({
  findings: (audience) => {
    const stage = document.getElementById("stage") ?? document.body;
    const found = [];
    const words = (one) => one.textContent.trim().replace(/\s+/g, " ").slice(0, 50);
    const named = (one) => `${one.tagName.toLowerCase()}.${(one.getAttribute("class") ?? "").split(" ")[0]} «${words(one)}»`;
    const seen = (one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true });
    const apart = ".visually-hidden, .chart__table, .chart__says, [hidden], template, .wall-preview";
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth + 1) {
      const widest = [...document.querySelectorAll("body *")].filter((one) => seen(one) && !one.children.length).sort((a, b) => b.getBoundingClientRect().right - a.getBoundingClientRect().right)[0];
      found.push(`page wider than the screen: ${root.scrollWidth} > ${root.clientWidth}, by ${widest && named(widest)} in .${widest?.parentElement?.className}`);
    }
    if (audience === "wall" && root.scrollHeight > root.clientHeight + 1) found.push(`wall scrolls: ${root.scrollHeight} > ${root.clientHeight}`);

    // Boxes of the glyphs, line by line: the box of an element says nothing about where its words are.
    const boxes = [];
    const walker = document.createTreeWalker(stage, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (!node.textContent.trim() || !parent || parent.closest(apart) || !seen(parent)) continue;
      const text = node.textContent;
      if (/\bundefined\b|\bNaN\b|\[object |\{\{|%\(\w+\)s|\bNone\b/.test(text)) found.push(`not filled in: ${named(parent)}`);
      const range = document.createRange();
      range.selectNodeContents(node);
      const floats = parent.closest(".actions, .strip, .foot--sticky, [data-strip], .topbar, header");
      for (const box of range.getClientRects()) if (box.width > 2 && box.height > 2) boxes.push({ box, parent, layer: floats, svg: parent.closest("svg") });
    }
    // What is left of a box inside everything that cuts around it; null if nothing is. Lists that scroll and ellipses may cut.
    const left = (parent, box) => {
      let { left, top, right, bottom } = box;
      let cut = false;
      for (let up = parent; up && up !== root; up = up.parentElement) {
        const style = getComputedStyle(up);
        if (up !== parent && style.position === "fixed") break;
        if (style.overflowX === "visible" && style.overflowY === "visible") continue;
        const frame = up.getBoundingClientRect();
        const may = /auto|scroll/.test(style.overflowY + style.overflowX) || style.textOverflow === "ellipsis" || style.webkitLineClamp !== "none";
        const out = Math.max(frame.left - left, right - frame.right, frame.top - top, bottom - frame.bottom);
        if (out > Math.max(2, box.height * 0.25) && !may) cut = true;
        [left, top, right, bottom] = [Math.max(left, frame.left), Math.max(top, frame.top), Math.min(right, frame.right), Math.min(bottom, frame.bottom)];
        if (right - left < 2 || bottom - top < 2) return null;
      }
      return { left, top, right, bottom, width: right - left, height: bottom - top, cut };
    };
    const shown = [];
    const told = new Set();
    const tell = (line) => { if (!told.has(line)) { told.add(line); found.push(line); } };
    for (const one of boxes) {
      const box = left(one.parent, one.box);
      if (!box) continue;
      if (box.cut) tell(`cut: ${named(one.parent)}`);
      shown.push({ ...one, box });
      const beside = box.left < -1 || box.right > innerWidth + 1;
      const below = audience === "wall" && (box.top < -1 || box.bottom > innerHeight + 1);
      if (beside) tell(`beside the screen: ${named(one.parent)}`);
      if (below) tell(`below the screen: ${named(one.parent)}`);
    }
    // A box is as high as the letters could be; what is read lies in its middle, whatever the line height.
    for (const one of shown) {
      const rim = 0.2 * one.box.height;
      one.box = { ...one.box, top: one.box.top + rim, bottom: one.box.bottom - rim, height: one.box.height - 2 * rim };
    }
    shown.sort((a, b) => a.box.top - b.box.top);
    for (let i = 0; i < shown.length; i++) {
      const { box: a, parent: one } = shown[i];
      for (let j = i + 1; j < shown.length && shown[j].box.top < a.bottom - 1; j++) {
        const { box: b, parent: other } = shown[j];
        if (one === other || shown[i].layer !== shown[j].layer) continue;
        const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (wide > 2 && high > 0.2 * Math.min(a.height, b.height)) tell(`over each other: ${named(one)} / ${named(other)}`);
      }
    }
    if (audience === "wall") {
      const least = (26 * Math.min(innerHeight, innerWidth)) / 1080;
      for (const { parent } of shown) {
        const size = parseFloat(getComputedStyle(parent).fontSize);
        if (!parent.closest("svg") && size < least - 0.6) tell(`too small for ten metres: ${size.toFixed(1)} px ${named(parent)}`);
      }
    }
    return found;
  },

  // Everything a thumb may want can be brought out from under what sticks to the edges.
  reachable: () => {
    const covered = [];
    for (const one of document.querySelectorAll("#stage button, #stage input:not([type=hidden]), #stage textarea, #stage label, #stage summary, #stage a[href]")) {
      if (!one.checkVisibility({ visibilityProperty: true }) || one.closest(".visually-hidden, .visually-hidden-focusable") || one.classList.contains("visually-hidden")) continue;
      one.scrollIntoView({ block: "nearest" });
      const box = one.getBoundingClientRect();
      if (box.width < 8 || box.height < 8) continue;
      const at = document.elementFromPoint(box.left + box.width / 2, Math.min(box.top + box.height / 2, innerHeight - 1));
      const sticky = at?.closest(".actions, .strip, [data-strip]");
      if (sticky && !sticky.contains(one)) covered.push(`covered: ${one.tagName.toLowerCase()} «${one.textContent.trim().slice(0, 40)}»`);
    }
    scrollTo(0, 0);
    return covered;
  },
})
