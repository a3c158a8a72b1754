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
      plain([...table.querySelectorAll(".title, .asked, th[scope=row], th[scope=rowgroup]")].map((part) => part.textContent).join(" ")));
    const links = tables.map((table) => {
      const link = [...contents.querySelectorAll("a")].find((each) => each.getAttribute("href") === "#" + table.id);
      return link && link.closest("li");
    });
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
