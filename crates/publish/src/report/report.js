"use strict";
(() => {
  const tables = [...document.querySelectorAll("section.table")];
  const make = (name, text, attributes) => {
    const element = document.createElement(name);
    element.textContent = text;
    for (const [key, value] of Object.entries(attributes || {})) element.setAttribute(key, value);
    return element;
  };
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  // Find questions by the words of their titles, of what was asked, and of their answers.
  const contents = document.querySelector("nav.contents");
  if (contents && tables.length > 1) {
    const words = tables.map((table) =>
      plain([...table.querySelectorAll(".title, .asked, .who, .key, th[scope=row], th[scope=rowgroup]")].map((part) => part.textContent).join(" ")));
    const items = new Map([...contents.querySelectorAll("a")].map((link) => [link.getAttribute("href"), link.closest("li")]));
    const links = tables.map((table) => items.get("#" + table.id));
    const box = make("input", "", { type: "search", id: "finder", autocomplete: "off" });
    const found = make("p", "", { role: "status", class: "found" });
    const finder = make("div", "", { class: "finder", role: "search" });
    finder.append(make("label", "Find questions", { for: "finder" }), box, found);
    contents.querySelector("h2").after(finder);
    const find = () => {
      const wanted = plain(box.value).split(/\s+/).filter(Boolean);
      let count = 0;
      tables.forEach((table, index) => {
        const fits = wanted.every((word) => words[index].includes(word));
        table.hidden = !fits;
        if (links[index]) links[index].hidden = !fits;
        count += fits;
      });
      // A section of which nothing is shown is not shown.
      for (const [parts, own] of [["section.part", "section.table"], [".contents .part", "li"]])
        for (const part of document.querySelectorAll(parts))
          part.hidden = [...part.querySelectorAll(own)].every((each) => each.hidden);
      found.textContent = wanted.length ? count + " of " + tables.length + " tables" : "";
    };
    box.addEventListener("input", find);
    box.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { box.value = ""; find(); }
    });
    // A link to a table that is not shown shows all again.
    window.addEventListener("hashchange", () => {
      const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      const table = target && target.closest("section.table");
      if (table && table.hidden) { box.value = ""; find(); table.scrollIntoView(); }
    });
  }

  // Show the columns of one break.
  const heads = (table) => [...table.querySelectorAll("thead th.break")];
  const figures = [...document.querySelectorAll("table.figures")].filter((table) => heads(table).length);
  const breaks = [...new Set(figures.flatMap((table) => heads(table).map((head) => head.textContent.trim())))];
  // Which columns of a table are of which break; the total, and the labels of rows, are of none.
  const columnsOf = (table) => {
    const own = [];
    for (const head of table.tHead.rows[0].cells)
      for (let column = 0; column < head.colSpan; column += 1) own.push(head.classList.contains("break") ? head.textContent.trim() : null);
    return own;
  };
  const show = (table, chosen) => {
    const own = columnsOf(table);
    // A table without the break stays whole.
    const isWhole = chosen === "all" || (chosen !== "none" && !own.includes(chosen.slice(1)));
    const shown = own.map((name) => isWhole || name === null || "=" + name === chosen);
    const [upper, lower] = table.tHead.rows;
    let at = 0;
    for (const head of upper.cells) { head.hidden = !shown[at]; at += head.colSpan; }
    const below = own.map((name, column) => [name, shown[column]]).filter(([name]) => name !== null);
    [...lower.cells].forEach((head, column) => { head.hidden = !below[column][1]; });
    at = 0;
    for (const group of table.querySelectorAll("colgroup")) { group.hidden = !shown[at]; at += group.span || 1; }
    for (const body of table.tBodies)
      for (const row of body.rows)
        if (row.cells.length === 1) row.cells[0].colSpan = shown.filter(Boolean).length;
        else [...row.cells].forEach((each, column) => { each.hidden = !shown[column]; });
  };
  if (breaks.length > 1) {
    const chooser = make("select", "", { id: "chooser" });
    chooser.append(make("option", "All columns", { value: "all" }), make("option", "Total alone", { value: "none" }));
    for (const each of breaks) chooser.append(make("option", each, { value: "=" + each }));
    const line = make("div", "", { class: "chooser" });
    line.append(make("label", "Columns shown", { for: "chooser" }), chooser);
    chooser.addEventListener("change", () => {
      for (const table of figures) {
        show(table, chooser.value);
        const details = table.closest("details");
        // Who chooses a break wants to see it.
        if (details && chooser.value.startsWith("=")) details.open = true;
      }
    });
    if (contents) contents.querySelector("h2").after(line);
    else figures[0].closest("section.table").querySelector(".title").after(line);
  }

  // Copy a table with its title, cells apart by tabs: what spreadsheets and documents take.
  const cell = (element) => {
    const shown = element.querySelector(".shown");
    const text = (shown || element).textContent.replace(/\s+/g, " ").trim();
    return /^[=+\-@]/.test(text) && !/^[-+]?[\d.,]+%?$/.test(text) ? "'" + text : text;
  };
  const rows = (table) => {
    const grid = [];
    [...table.rows].forEach((row, at) => {
      grid[at] = grid[at] || [];
      let column = 0;
      for (const each of row.cells) {
        if (each.hidden) continue;
        while (grid[at][column] !== undefined) column += 1;
        for (let down = 0; down < each.rowSpan; down += 1) {
          grid[at + down] = grid[at + down] || [];
          for (let across = 0; across < each.colSpan; across += 1) grid[at + down][column + across] = down || across ? "" : cell(each);
        }
        column += each.colSpan;
      }
    });
    return grid;
  };
  const copy = (text) => {
    if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
    const area = make("textarea", "", { readonly: "", class: "unseen" });
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done ? Promise.resolve() : Promise.reject(new Error("not copied"));
  };
  for (const section of tables) {
    const table = section.querySelector("table");
    if (!table) continue;
    const button = make("button", "Copy table", { type: "button", class: "copy" });
    const said = make("span", "", { role: "status" });
    button.addEventListener("click", () => {
      const title = section.querySelector(".title").textContent.replace(/\s+/g, " ").trim();
      const lines = [[title], ...rows(table)].map((line) => line.join("\t")).join("\n");
      copy(lines).then(() => { said.textContent = " Copied"; }, () => { said.textContent = " Not copied: select the table and copy it"; });
      button.focus();
    });
    const line = make("p", "", { class: "copier" });
    line.append(button, said);
    table.closest(".scroll").after(line);
  }
})();
