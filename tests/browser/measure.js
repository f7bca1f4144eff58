// What can be measured on a page as it stands in the window now. Returns plain data; `looking.py` says what is wrong.
() => {
  scrollTo(0, 0); // further down, what is read passes below the top that stays in sight, as it should
  const LEAST = 44; // CSS px, WCAG 2.5.5
  const TOLERATED = 0.5; // px, by which boxes are rounded
  const UNSEEN = 3; // px of overlap that nobody sees

  const shown = (one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const onPage = (box) => box.width > 1 && box.height > 1 && box.bottom > 0 && box.right > 0;
  // What is left of a box inside of all that cut it off.
  const uncut = (box, one) => {
    let [left, top, right, bottom] = [box.left, box.top, box.right, box.bottom];
    for (let around = one; around; around = around.parentElement) {
      if (getComputedStyle(around).overflowY === "visible") continue;
      const edge = around.getBoundingClientRect();
      [left, top] = [Math.max(left, edge.left), Math.max(top, edge.top)];
      [right, bottom] = [Math.min(right, edge.right), Math.min(bottom, edge.bottom)];
    }
    return new DOMRect(left, top, Math.max(0, right - left), Math.max(0, bottom - top));
  };
  const named = (one) => {
    const marks = ["data-option", "data-nav", "data-row-action", "data-link", "name", "href", "class"];
    const mark = marks.find((name) => one.getAttribute(name)) || "";
    const words = (one.innerText || one.value || "").trim().slice(0, 40);
    return `<${one.localName}${mark && ` ${mark}="${one.getAttribute(mark)}"`}> ${words}`;
  };

  // A link within a sentence has the height of its line (WCAG 2.5.8, exception «inline»).
  const inSentence = (one) =>
    one.localName === "a" &&
    getComputedStyle(one).display === "inline" &&
    [...one.parentElement.childNodes].some((near) => near !== one && near.textContent.trim());
  // A box to tick is hit through its label.
  const area = (one) => one.closest("label") || one;

  const aims = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
    .filter((one) => shown(one) && onPage(one.getBoundingClientRect()) && one.tabIndex >= 0);
  const small = aims
    .filter((one) => !inSentence(one))
    .map((one) => [one, area(one).getBoundingClientRect()])
    .filter(([, box]) => box.width < LEAST - TOLERATED || box.height < LEAST - TOLERATED)
    .map(([one, box]) => `${named(one)} (${box.width.toFixed(0)} x ${box.height.toFixed(0)})`);

  // Everything that has a place of its own: what can be pressed, and each line of text outside of it.
  const places = aims.filter((one) => !inSentence(one)).map((one) => [one, area(one).getBoundingClientRect()]);
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (texts.nextNode()) {
    const text = texts.currentNode;
    const parent = text.parentElement;
    if (!text.data.trim() || !shown(parent) || parent.closest("svg, .sr, progress, textarea, template")) continue;
    if (aims.some((one) => area(one).contains(parent))) continue;
    range.selectNodeContents(text);
    for (const box of range.getClientRects()) {
      const air = box.height * 0.2; // the font's own air above and below the letters
      const letters = uncut(new DOMRect(box.x, box.y + air, box.width, box.height - 2 * air), parent);
      if (onPage(letters)) places.push([parent, letters]);
    }
  }
  const over = [];
  for (let i = 0; i < places.length; i += 1) {
    for (let j = i + 1; j < places.length; j += 1) {
      const [[one, a], [other, b]] = [places[i], places[j]];
      if (one === other || one.contains(other) || other.contains(one)) continue;
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (wide > UNSEEN && high > UNSEEN) over.push(`${named(one)} and ${named(other)}`);
    }
  }

  const root = document.documentElement;
  const wide = [...document.querySelectorAll("body *")]
    .filter((one) => shown(one) && one.getBoundingClientRect().right > root.clientWidth + 1)
    .map(named);
  // The make of the page: what it is built of, without its words.
  const make = [...document.querySelectorAll("body *")].map((one) =>
    [one.localName, one.className.baseVal ?? one.className, one.getAttribute("role"), one.type, one.ariaPressed].join(" ")
  );
  return {
    title: document.title,
    lang: root.lang,
    headings: [...document.querySelectorAll("h1")].filter(shown).length,
    mains: document.querySelectorAll("main").length,
    banners: document.querySelectorAll("body > header").length,
    ends: document.querySelectorAll("body > footer").length,
    scrolls: root.scrollWidth > root.clientWidth,
    wide,
    small,
    over,
    make: [...new Set(make)].join("\n"),
  };
}
