// The buttons that something else lies over where they are drawn: those that stick, at any height of the page.
() => {
  const clipped = (box, node) => {
    for (let up = node.parentElement; up; up = up.parentElement) {
      const edge = up.getBoundingClientRect();
      const scrolls = getComputedStyle(up).overflowX !== "visible" && up !== document.body;
      if (scrolls && (box.x < edge.left || box.x > edge.right || box.y < edge.top || box.y > edge.bottom)) return true;
    }
    return box.x < 0 || box.y < 0 || box.x > innerWidth || box.y > innerHeight;
  };
  const sticks = (node) => node && (["sticky", "fixed"].includes(getComputedStyle(node).position) || sticks(node.parentElement));
  const covered = (button) => {
    const edge = button.getBoundingClientRect();
    const middle = { x: edge.x + edge.width / 2, y: edge.y + edge.height / 2 };
    if (!edge.width || clipped(middle, button)) return false;
    const hit = document.elementFromPoint(middle.x, middle.y);
    return !(hit && (button.contains(hit) || hit.closest("#panel") || hit.closest("label")?.contains(button)));
  };
  const all = [...document.querySelectorAll("main button, main a.btn, main summary.btn")].filter((it) => it.checkVisibility());
  const found = new Set();
  all.filter((it) => !sticks(it)).forEach((it) => { it.scrollIntoView({ block: "center" }); if (covered(it)) found.add(it.innerText.trim()); });
  const bars = all.filter(sticks);
  for (let y = 0; bars.length && y < document.documentElement.scrollHeight; y += innerHeight / 3) {
    scrollTo(0, y);
    bars.forEach((it) => { if (covered(it)) found.add(it.innerText.trim()); });
  }
  scrollTo(0, 0);
  return [...found];
}
