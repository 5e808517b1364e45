// Draws the box with pointer or finger and writes it into the form. Without it the
// four numbers are typed.
(() => {
  const page = document.querySelector("[data-draw]");
  const form = document.querySelector("[data-box-form]");
  const start = document.querySelector("[data-draw-start]");
  if (!page || !form || !start) return;
  const svg = page.querySelector("svg");
  let from = null;
  let box = null;

  start.hidden = document.querySelector("[data-draw-help]").hidden = false;
  // Off at first: with it on, a finger on the picture no longer scrolls the page.
  start.addEventListener("click", () => {
    const on = page.classList.toggle("is-drawing");
    start.setAttribute("aria-pressed", on);
  });

  const place = (event) => {
    const area = svg.getBoundingClientRect();
    const percent = (value, whole) => Math.min(100, Math.max(0, (value / whole) * 100));
    return [percent(event.clientX - area.left, area.width), percent(event.clientY - area.top, area.height)];
  };

  svg.addEventListener("pointerdown", (event) => {
    if (!page.classList.contains("is-drawing")) return;
    event.preventDefault();
    svg.setPointerCapture(event.pointerId);
    from = place(event);
    if (!box) {
      box = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      box.classList.add("is-new");
      svg.append(box);
    }
  });
  svg.addEventListener("pointermove", (event) => {
    if (!from) return;
    const to = place(event);
    const found = {
      x: Math.min(from[0], to[0]),
      y: Math.min(from[1], to[1]),
      width: Math.abs(from[0] - to[0]),
      height: Math.abs(from[1] - to[1]),
    };
    for (const [name, value] of Object.entries(found)) {
      box.setAttribute(name, value.toFixed(2));
      form.elements[name].value = value.toFixed(2);
    }
  });
  for (const end of ["pointerup", "pointercancel"]) svg.addEventListener(end, () => (from = null));
})();
