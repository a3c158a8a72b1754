//! Files of a pipeline that are changed in places: the rest stays as it was written.

use topline_plan::{AmendedToml, NotAmendable, TomlSection, toml_string};

const FILE: &str = "# Tables of the example.
[default]
banner = [{ question = \"sex\" }] # the usual one

[[table]]
id = \"first\"
rows = \"age\"
filter = \"\"\"
[a] = 1
\"\"\"

# The second.
[[table]]
id = \"second\"
rows = [
  \"sex\",
]

[table.sort]
by = \"total\"
";

const FIRST: TomlSection<'_> = TomlSection::Each("table", 0);
const SECOND: TomlSection<'_> = TomlSection::Each("table", 1);

/// The file after a key is set.
fn set(section: &TomlSection<'_>, key: &str, value: &str, remark: &str) -> String {
    let mut file = AmendedToml::of(FILE);
    file.set(section, key, value, remark).expect("a place");
    file.text().to_owned()
}

#[test]
fn a_value_is_replaced_where_it_is() {
    let default = TomlSection::Table("default");
    let banner = "[{ question = \"sex\" }] # the usual one";
    assert_eq!(
        set(&default, "banner", "[]", "nobody uses it\nany more"),
        FILE.replace(&format!("banner = {banner}"), "# nobody uses it\n# any more\nbanner = [] # the usual one")
    );
    assert_eq!(set(&FIRST, "rows", "\"day\"", ""), FILE.replace("rows = \"age\"", "rows = \"day\""));
    let rows = "rows = [\n  \"sex\",\n]";
    assert_eq!(set(&SECOND, "rows", "\"day\"", "one"), FILE.replace(rows, "# one\nrows = \"day\""));
}

#[test]
fn a_new_key_is_below_the_name_of_its_section() {
    assert_eq!(
        set(&FIRST, "base", "\"all\"", "as published"),
        FILE.replace("id = \"first\"\n", "id = \"first\"\n# as published\nbase = \"all\"\n")
    );
    assert_eq!(
        set(&SECOND, "base", "\"all\"", ""),
        FILE.replace("id = \"second\"\n", "id = \"second\"\nbase = \"all\"\n")
    );
    let default = TomlSection::Table("default");
    assert_eq!(set(&default, "base", "\"all\"", ""), FILE.replace("[default]\n", "[default]\nbase = \"all\"\n"));
}

#[test]
fn a_section_that_is_not_there_is_added_at_the_end() {
    let rounding = TomlSection::Table("rounding");
    assert_eq!(
        set(&rounding, "decimals", "1", "as published"),
        format!("{FILE}\n[rounding]\n# as published\ndecimals = 1\n")
    );
    let mut file = AmendedToml::of("");
    file.set(&rounding, "decimals", "1", "").expect("a place");
    assert_eq!(file.text(), "[rounding]\ndecimals = 1\n");
    // White space at the end makes room for it.
    let mut file = AmendedToml::of("a = 1\n\n\n");
    file.append("[b]\n");
    assert_eq!(file.text(), "a = 1\n\n[b]\n");
    // A last line may have no end.
    let mut file = AmendedToml::of("[rounding]");
    file.set(&rounding, "decimals", "1", "").expect("a place");
    assert_eq!(file.text(), "[rounding]\ndecimals = 1\n");
}

#[test]
fn what_has_no_place_is_told() {
    let mut file = AmendedToml::of("rounding = { decimals = 0 }\n");
    let rounding = TomlSection::Table("rounding");
    let no_place =
        |section: &str, key: &str| NotAmendable::NoPlace { section: section.to_owned(), key: key.to_owned() };
    assert_eq!(file.set(&rounding, "mode", "\"truncate\"", ""), Err(no_place("[rounding]", "mode")));
    // A key that is there has one.
    file.set(&rounding, "decimals", "1", "").expect("a place");
    assert_eq!(file.text(), "rounding = { decimals = 1 }\n");
    let third = TomlSection::Each("table", 2);
    assert_eq!(AmendedToml::of(FILE).set(&third, "base", "1", ""), Err(no_place("[[table]]", "base")));
    assert_eq!(AmendedToml::of(FILE).comment_out(&third, ""), Err(no_place("[[table]]", "#")));
    assert_eq!(AmendedToml::of("a = ").set(&rounding, "mode", "1", ""), Err(NotAmendable::NotToml));
    assert_eq!(AmendedToml::of("a = ").comment_out(&rounding, ""), Err(NotAmendable::NotToml));
}

#[test]
fn sections_are_found_by_a_key() {
    let file = AmendedToml::of(FILE);
    assert_eq!(file.count_of("table"), 2);
    assert_eq!((file.count_of("default"), file.count_of("banner")), (0, 0));
    assert_eq!(file.place_of("table", "id", "second"), Some(1));
    assert_eq!(file.place_of("table", "rows", "age"), Some(0));
    assert_eq!(file.place_of("table", "id", "age"), None);
    assert_eq!(file.place_of("banner", "id", "second"), None);
}

#[test]
fn a_section_becomes_a_comment_with_those_in_it() {
    let file = "[a]\nx = 1\n\n[a.b]\ny = 2\n# about c\n[c]\nz = 3\n";
    let mut amended = AmendedToml::of(file);
    amended.comment_out(&TomlSection::Table("a"), "no longer so").expect("a place");
    // What is said above the next section is about that one.
    assert_eq!(amended.text(), "# no longer so\n# [a]\n# x = 1\n\n# [a.b]\n# y = 2\n# about c\n[c]\nz = 3\n");
    let mut amended = AmendedToml::of(file);
    amended.comment_out(&TomlSection::Table("c"), "").expect("a place");
    assert_eq!(amended.text(), "[a]\nx = 1\n\n[a.b]\ny = 2\n# about c\n# [c]\n# z = 3\n");
    // Sections of the same beginning, and those before it, are others.
    let file = "[a.b]\ny = 2\n[a]\nx = 1\n[ab]\nz = 3\n[a.c]\n";
    let mut amended = AmendedToml::of(file);
    amended.comment_out(&TomlSection::Table("a"), "").expect("a place");
    assert_eq!(amended.text(), "[a.b]\ny = 2\n# [a]\n# x = 1\n[ab]\nz = 3\n[a.c]\n");
    // What is in one of several goes with it, and would be in the one above.
    let mut amended = AmendedToml::of(FILE);
    amended.comment_out(&SECOND, "").expect("a place");
    let (above, second) = FILE.split_at(FILE.rfind("[[table]]").expect("the second"));
    let commented = second.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("# {line}\n") });
    assert_eq!(amended.text(), format!("{above}{}", commented.collect::<Vec<_>>().concat()));
    let mut amended = AmendedToml::of(FILE);
    amended.comment_out(&FIRST, "").expect("a place");
    let first = "[[table]]\nid = \"first\"\nrows = \"age\"\nfilter = \"\"\"\n[a] = 1\n\"\"\"\n";
    let commented = first.lines().map(|line| format!("# {line}\n")).collect::<Vec<_>>().concat();
    assert_eq!(amended.text(), FILE.replace(first, &commented));
}

#[test]
fn texts_are_written_as_toml() {
    assert_eq!(toml_string("a \"b\" \\ c\n\u{7f}"), "\"a \\\"b\\\" \\\\ c\\n\\u007F\"");
    // A remark stays in its comment, whatever is in it.
    let mut file = AmendedToml::of("[a]\nx = 1\n");
    file.set(&TomlSection::Table("a"), "x", "2", "one\r\u{1}two\n  three").expect("a place");
    assert_eq!(file.text(), "[a]\n# one  two\n# three\nx = 2\n");
}
