//! Text of fixed width.

use topline_survey::{FixedColumn, Format, Source};

use crate::reading::{check, csv};

fn source(layout: &[(&str, usize, usize)]) -> Source {
    let column = |(name, start, width): &(&str, usize, usize)| FixedColumn {
        name: (*name).to_owned(),
        start: *start,
        width: *width,
    };
    Source { format: Format::FixedWidth, columns: layout.iter().map(column).collect(), ..csv() }
}

#[test]
fn columns_are_cut_by_their_places() {
    let layout = source(&[("id", 1, 3), ("town", 4, 6), ("age", 10, 2)]);
    check(&layout, "  1Leeds 41\r\n  2York   7\r\n", &["id/town/age", "1: 1/Leeds/41", "2: 2/York/7"]);
    // Places may overlap, stand in any order and leave gaps.
    check(&source(&[("b", 4, 1), ("a", 1, 4)]), "1  2x\n", &["b/a", "1: 2/1  2 + [\"x\"]"]);
    check(&layout, "  1Leeds 41 \r  2\n", &["id/town/age", "1: 1/Leeds/41", "2: 2/-/-"]);
}

#[test]
fn places_are_of_characters() {
    let layout = source(&[("name", 1, 4), ("code", 5, 2)]);
    check(&layout, "Zoë  7\nJosé 8\n", &["name/code", "1: Zoë/7", "2: José/8"]);
    check(&layout, b"Zo\xEB  7\n", &["name/code", "1: Zoë/7"]);
    let utf_16: Vec<u8> = "\u{FEFF}Zoë  7\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    check(&layout, utf_16, &["name/code", "1: Zoë/7"]);
    let declared = Source { encoding: Some("utf-8".to_owned()), ..layout };
    check(
        &declared,
        b"Zo\xFF  7\n",
        &["name/code", "1: Zo\u{FFFD}/7", "! 1 name undecodable told: bytes that UTF-8 does not know, kept as U+FFFD"],
    );
}

#[test]
fn lines_without_anything_are_blank() {
    check(
        &source(&[("a", 1, 1), ("b", 2, 1)]),
        "12\n\n  \n34\n\x1A",
        &[
            "a/b",
            "1: 1/2",
            "2: -/- = blank_row",
            "3: / = blank_row",
            "4: 3/4",
            "! 2 blank_row excluded: no cell holds anything",
            "! 3 blank_row excluded: no cell holds anything",
        ],
    );
}
