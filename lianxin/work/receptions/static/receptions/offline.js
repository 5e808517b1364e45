// Offline reception: what a voter said, written down where there is no network.
(() => {
  const book = window.sealedNotebook({
    store: "lianxin-receptions",
    about: "reception",
    mostPhotos: 2,
    line: (record) => record.fields.text.slice(0, 60),
    sentLine: (record, answer) =>
      `${answer.number} ${answer.words}${answer.code ? `　${book.word("code")} ${answer.code}` : ""}　${record.fields.name || ""} ${record.fields.phone || ""} ${record.fields.text.slice(0, 20)}`,
    isWorthKeeping: () => book.find("text").value.trim(),
    showRoster: () => showRoster(),
    afterKeeping: () => showReception(),
    gather: (fields) => {
      const one = chosen();
      return one && fields.text.trim() ? { fields, reception: one.id, where: line(one) } : null;
    },
    drawRow: (item, record, save) => {
      const select = item.querySelector("select");
      select.append(...receptions().map((one) => book.option(one.id, line(one))));
      if (![...select.options].some((one) => one.value === String(record.reception))) select.prepend(book.option(record.reception, record.where));
      select.value = record.reception;
      select.onchange = () => {
        record.reception = select.value;
        record.where = select.selectedOptions[0].textContent;
        // Another reception has other people on duty.
        record.fields.received_by = "";
        save();
      };
    },
  });
  if (!book) return;
  const { find, word, option } = book;
  const receptions = () => book.roster()?.receptions || [];
  const line = (one) => `${one.on} ${one.where}`;
  const chosen = () => receptions().find((one) => String(one.id) === find("reception").value);

  const showRoster = () => {
    const select = find("reception"), before = select.value;
    select.replaceChildren(...receptions().map((one) => option(one.id, line(one))));
    const today = new Date(Date.now() - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 10);
    const wanted = receptions().find((one) => String(one.id) === before)
      || receptions().find((one) => one.on >= today) || receptions().slice(-1)[0];
    if (wanted) select.value = wanted.id;
    showReception();
  };
  const showReception = () => {
    const one = chosen();
    find("on-duty").textContent = one
      ? `${one.hours} ${one.place} ${one.state} ${word("onDuty")}${one.duties.map((duty) => duty.name).join("、")}`
      : word("none");
    find("received_by").replaceChildren(option("", word("together")), ...(one?.duties || []).map((duty) => option(duty.id, duty.name)));
    find("village").replaceChildren(option("", word("unknown")), ...(one?.villages || []).map((village) => option(village.id, village.name)));
    find("record").querySelector("button.button--primary").disabled = !one;
  };
  find("reception").onchange = showReception;
  book.begin();
})();
