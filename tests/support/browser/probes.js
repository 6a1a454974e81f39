// What the layout tests ask a page. Each is a function that Playwright evaluates.
({
  cut: () => {
    const cut = [];
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth + 1) cut.push(`page ${root.scrollWidth} > ${root.clientWidth}`);
    for (const element of document.querySelectorAll("#stage *, main *")) {
      if (element.closest("svg, .visually-hidden, .chart__table, .wall-preview, .texts__list, [hidden], details:not([open])")) continue;
      const style = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      if (!box.width || !box.height || style.visibility === "hidden" || style.clipPath !== "none" || style.textOverflow === "ellipsis") continue;
      const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
      if (own && style.display !== "inline" && element.scrollWidth > element.clientWidth + 1) cut.push(`wide ${element.className} ${element.textContent.trim().slice(0, 40)}`);
      if (own && style.display !== "inline" && style.overflow !== "visible" && element.scrollHeight > element.clientHeight + 1) cut.push(`high ${element.className} ${element.textContent.trim().slice(0, 40)}`);
      if (own && (box.left < -1 || box.right > innerWidth + 1)) cut.push(`beside ${element.className} ${element.textContent.trim().slice(0, 40)}`);
    }
    return cut;
  },

  looks: () => [...document.querySelectorAll("#stage *")].filter((element) => element.checkVisibility({ visibilityProperty: true })).map((element) => {
    const box = element.getBoundingClientRect();
    const { color, backgroundColor, borderTopWidth, borderTopColor, fontSize, fontWeight, fill, stroke, opacity, display } = getComputedStyle(element);
    return [element.getAttribute("class"), box.x, box.y, box.width, box.height, color, backgroundColor, borderTopWidth, borderTopColor, fontSize, fontWeight, fill, stroke, opacity, display].join(" ");
  }),

  undress: (sheet, off) => { for (const link of document.querySelectorAll(`link[href*="/${sheet}"]`)) link.disabled = off; },

  below: () => [...document.querySelectorAll("#stage *")].filter((element) =>
    [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim())
    && !element.closest("svg, .visually-hidden, .chart__table, [hidden]")
    && element.checkVisibility({ visibilityProperty: true })
    && element.getBoundingClientRect().bottom > innerHeight + 1)
    .map((element) => `${element.className} ${element.textContent.trim().slice(0, 40)}`),

  smallest: () => [...document.querySelectorAll("#stage *")].filter((element) =>
    [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim())
    && !element.closest("svg, .visually-hidden, .chart__table, [hidden]")
    && element.checkVisibility({ visibilityProperty: true }) && element.getBoundingClientRect().width > 1)
    .map((element) => [parseFloat(getComputedStyle(element).fontSize), element.className + " " + element.textContent.trim().slice(0, 40)]),

  targets: () => [...document.querySelectorAll("button, a[href], summary, textarea, input:not(.visually-hidden), label.option")]
    .filter((element) => element.checkVisibility({ visibilityProperty: true }))
    .map((element) => [element.getBoundingClientRect(), element.textContent.trim().slice(0, 30) || element.name])
    .map(([box, text]) => [Math.round(box.width), Math.round(box.height), text]),

  overlaps: (selector) => {
    const boxes = [...document.querySelectorAll(selector)].filter((element) => element.checkVisibility())
      .map((element) => [element.getBoundingClientRect(), element.textContent.trim().slice(0, 30)]);
    return boxes.flatMap(([a, one], i) => boxes.slice(i + 1)
      .filter(([b]) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1)
      .map(([, other]) => `${one} / ${other}`));
  },

  moving: () => document.getAnimations()
    .filter((animation) => animation.effect.getComputedTiming().activeDuration > 50).length,
})
