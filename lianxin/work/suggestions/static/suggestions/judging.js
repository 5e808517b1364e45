// Opens the panel of the reason when 不满意 is chosen. Without it the panel opens by hand.
document.addEventListener("change", ({ target }) => {
  if (target.type !== "radio" || target.value !== "dissatisfied") return;
  const panel = target.form.querySelector("[data-reason]");
  if (panel) panel.open = true;
});
