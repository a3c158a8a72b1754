//! Character encodings, declared and detected.

use std::fmt::Write as _;
use std::io::Cursor;

use encoding_rs::Encoding;
use topline_ingest::{Certainty, open};
use topline_survey::Source;

use crate::reading::{check, csv, read, refusal, rows};

fn utf_16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(to_bytes).collect()
}

fn declared(label: &str) -> Source {
    Source { encoding: Some(label.to_owned()), ..csv() }
}

#[test]
fn an_encoding_is_detected() {
    let text = "a,é\n1,“x”\n";
    let expected = ["a/é", "2: 1/“x”"];
    let marked = |mark: &[u8], bytes: Vec<u8>| [mark, &bytes].concat();
    let le = || utf_16(text, u16::to_le_bytes);
    let be = || utf_16(text, u16::to_be_bytes);
    let cases: [(Vec<u8>, &str); 7] = [
        (text.into(), "UTF-8"),
        (marked(b"\xEF\xBB\xBF", text.into()), "UTF-8"),
        (marked(b"\xFF\xFE", le()), "UTF-16LE"),
        (marked(b"\xFE\xFF", be()), "UTF-16BE"),
        (le(), "UTF-16LE"),
        (be(), "UTF-16BE"),
        (b"a,\xE9\n1,\x93x\x94\n".to_vec(), "windows-1252"),
    ];
    for (bytes, encoding) in cases {
        check(&csv(), &bytes, &expected);
        assert_eq!(read(&csv(), &bytes).expect("readable").encoding, encoding);
    }
}

#[test]
fn a_declared_encoding_is_believed() {
    // From the code charts of the encodings.
    let cases: [(&str, &[u8], &str, &str); 6] = [
        ("macintosh", b"a,b\n1,\xD2x\xD3\n", "macintosh", "“x”"),
        ("windows-1251", b"a,b\n1,\xC4\xE0\n", "windows-1251", "Да"),
        ("latin1", b"a,b\n1,\x80\n", "windows-1252", "€"),
        // The second byte of this character is that of `|`.
        ("shift_jis", b"a,b\n1,\x83\x7C\n", "Shift_JIS", "ポ"),
        ("utf-16", b"a\0,\0b\0\n\x001\0,\0\xE9\0\n\0", "UTF-16LE", "é"),
        ("utf-8", b"a,b\n1,\xC3\xA9\n", "UTF-8", "é"),
    ];
    for (label, bytes, encoding, cell) in cases {
        let source = Source { delimiter: Some(','), ..declared(label) };
        check(&source, bytes, &["a/b", &format!("2: 1/{cell}")]);
        assert_eq!(read(&source, bytes).expect("readable").encoding, encoding);
    }
    // `utf-16` leaves the order of its bytes to the mark.
    let marked = utf_16("\u{FEFF}a,b\n1,é\n", u16::to_be_bytes);
    check(&declared("utf-16"), &marked, &["a/b", "2: 1/é"]);
    assert_eq!(read(&declared("utf-16"), &marked).expect("readable").encoding, "UTF-16BE");
    let piped = Source { delimiter: Some('|'), ..declared("shift_jis") };
    check(&piped, b"a|b\n\x83\x7C|x\n", &["a/b", "2: ポ/x"]);
}

#[test]
fn undecodable_cells_are_told_one_by_one() {
    check(
        &declared("utf-8"),
        b"a,b\xE9\n\x93x\x94,\"\xE9\"\"\"\n\xC3\xA9,y,z\xFF\n\xC3,\xA9\n",
        &[
            "a/b\u{FFFD}",
            "2: \u{FFFD}x\u{FFFD}/\u{FFFD}\"",
            "3: é/y + [\"z\u{FFFD}\"] = broken_row",
            "4: \u{FFFD}/\u{FFFD}",
            "! 1 b\u{FFFD} undecodable told: bytes that UTF-8 does not know, kept as U+FFFD",
            "! 2 a undecodable told: bytes that UTF-8 does not know, kept as U+FFFD",
            "! 2 b\u{FFFD} undecodable told: bytes that UTF-8 does not know, kept as U+FFFD",
            "! 3 undecodable told: bytes that UTF-8 does not know in cell 3, beyond the header, kept as U+FFFD",
            "! 3 broken_row quarantined: 3 cells where 2 are expected",
            "! 4 a undecodable told: bytes that UTF-8 does not know, kept as U+FFFD",
            "! 4 b\u{FFFD} undecodable told: bytes that UTF-8 does not know, kept as U+FFFD",
        ],
    );
    check(
        &declared("windows-1253"),
        b"a,b\n\xAA,\xC1\n",
        &["a/b", "2: \u{FFFD}/Α", "! 2 a undecodable told: bytes that windows-1253 does not know, kept as U+FFFD"],
    );
}

#[test]
fn an_undecodable_header_is_told_even_without_rows() {
    let told = "! 1 b\u{FFFD} undecodable told: bytes that UTF-8 does not know, kept as U+FFFD";
    check(&declared("utf-8"), b"a,b\xE9\n", &["a/b\u{FFFD}", told]);
}

#[test]
fn a_replacement_character_that_was_received_is_no_finding() {
    check(&csv(), "a,b\n1,\u{FFFD}\n", &["a/b", "2: 1/\u{FFFD}"]);
    // In UTF-16: one received, one that stands for half a pair.
    let mut bytes = utf_16("\u{FEFF}a,b\n\u{FFFD},", u16::to_le_bytes);
    bytes.extend(b"\x00\xD8x\0\n\0");
    check(
        &csv(),
        &bytes,
        &["a/b", "2: \u{FFFD}/\u{FFFD}x", "! 2 b undecodable told: bytes that UTF-16LE does not know, kept as U+FFFD"],
    );
}

#[test]
fn a_file_cut_within_a_character_keeps_its_encoding() {
    check(
        &csv(),
        b"a,b\n\xC3\xA9,\xC3",
        &["a/b", "2: é/\u{FFFD}", "! 2 b undecodable told: bytes that UTF-8 does not know, kept as U+FFFD"],
    );
    // Nothing before speaks for UTF-8 here, and the byte is a whole character of Windows-1252.
    check(&csv(), b"a,b\n1,caf\xE9", &["a/b", "2: 1/café"]);
    let mut odd = utf_16("\u{FEFF}a,b\n1,x", u16::to_le_bytes);
    odd.push(b'y');
    check(
        &csv(),
        &odd,
        &["a/b", "2: 1/x\u{FFFD}", "! 2 b undecodable told: bytes that UTF-16LE does not know, kept as U+FFFD"],
    );
}

#[test]
fn bad_bytes_among_good_ones_leave_a_file_utf_8() {
    let told = "bytes that UTF-8 does not know, kept as U+FFFD";
    // Three characters and one bad byte; and, far beyond the first piece, one bad byte among many.
    check(
        &csv(),
        b"a,b\n\xC3\xA9,\xE2\x80\x99\n\xC3\xA8,x\xE9\n",
        &["a/b", "2: é/’", "3: è/x\u{FFFD}", &format!("! 3 b undecodable told: {told}")],
    );
    let mut bytes = "a,b\n1,é\n".repeat(200_000).into_bytes();
    bytes.extend(b"2,\x92\n");
    let whole = read(&csv(), &bytes).expect("readable");
    assert_eq!(whole.encoding, "UTF-8");
    let found: Vec<_> = whole.findings.iter().map(|finding| (finding.place.row, finding.detail.as_str())).collect();
    assert_eq!(found, [(Some(400_001), told)]);
    // As many bad bytes as good characters are chance: `É™` of Windows-1252 is a character of UTF-8.
    check(&csv(), b"a,b\nCAF\xC9\x99,caf\xE9\n", &["a/b", "2: CAFÉ™/café"]);
}

#[test]
fn mac_roman_is_told_from_windows_1252() {
    // The same answers in both encodings, by their code charts.
    let answers = [
        "Don’t know",
        "“Très satisfait”",
        "Größe: 5 €",
        "Où ? Là-bas…",
        "£5 – £10",
        "Señor, ¿qué?",
        "Ärzte",
        "CAFÉ™",
        "naïve",
        "São Paulo",
    ];
    for label in ["windows-1252", "macintosh"] {
        let encoding = Encoding::for_label(label.as_bytes()).expect("an encoding");
        for answer in answers {
            // Alone an answer may not be enough to tell; an apostrophe and a quotation are.
            let text = format!("id,answer\n1,\"{answer}\"\n2,\"We don’t say “no”.\"\n");
            let (bytes, _, unknown) = encoding.encode(&text);
            assert!(!unknown);
            let whole = read(&csv(), &bytes).expect("readable");
            assert_eq!(whole.encoding, label, "{answer}");
            assert_eq!(whole.rows[0].cells[1].as_deref(), Some(answer));
        }
    }
    // At the edge of a piece, too: the only telling character is the first or the last of one.
    for filler in (256 << 10) - 4..(256 << 10) + 4 {
        let mut bytes = b"a\n".to_vec();
        bytes.resize(filler, b'x');
        bytes.extend(b"it\xD5s\n");
        assert_eq!(read(&csv(), &bytes).expect("readable").encoding, "macintosh", "{filler}");
    }
    // Lines that only old Macs end so decide where nothing else does.
    assert_eq!(read(&csv(), b"a,b\r1,\x8E\r").expect("readable").encoding, "macintosh");
    assert_eq!(read(&csv(), b"a,b\n1,\xE9\n").expect("readable").encoding, "windows-1252");
}

#[test]
fn utf_16_without_a_mark_is_detected_in_every_script() {
    for text in ["Q1;Q2\nДа;Нет\nНе знаю;\n", "問1\t問2\nはい\tいいえ\n", "a,b\n…,“\n"] {
        for (encoding, to_bytes) in
            [("UTF-16LE", u16::to_le_bytes as fn(u16) -> [u8; 2]), ("UTF-16BE", u16::to_be_bytes)]
        {
            let whole = read(&csv(), utf_16(text, to_bytes)).expect("readable");
            assert_eq!((whole.encoding, whole.columns.len()), (encoding, 2), "{text}");
            assert!(whole.findings.is_empty());
        }
    }
}

#[test]
fn utf_8_that_was_taken_for_something_else_is_told() {
    let text = "a,b\n1,Don’t know\n2,café\n3,naïve\n";
    check(
        &declared("windows-1252"),
        text,
        &[
            "a/b",
            "2: 1/Donâ€™t know",
            "3: 2/cafÃ©",
            "4: 3/naÃ¯ve",
            "! 2 b misdecoded told: 3 cells, the first here, are UTF-8, and not windows-1252: set `encoding = \"utf-8\"`, or leave it out",
        ],
    );
    check(
        &declared("macintosh"),
        "a,b\n1,é\n",
        &[
            "a/b",
            "2: 1/√©",
            "! 2 b misdecoded told: this cell is UTF-8, and not macintosh: set `encoding = \"utf-8\"`, or leave it out",
        ],
    );
    // Written wrongly before it came here.
    check(
        &csv(),
        "a,b\n1,Donâ€™t know\n",
        &[
            "a/b",
            "2: 1/Donâ€™t know",
            "! 2 b misdecoded told: this cell is UTF-8 that was taken for windows-1252 before it was written here: export it anew",
        ],
    );
    // What only looks like it.
    for text in ["a,b\n1,CAFÉ™\n", "a,b\n1,Ã\n", "a,b\n1,Âge\n", "a,b\n1,日本Ã©\n"] {
        let whole = read(&csv(), text).expect("readable");
        assert!(whole.findings.is_empty(), "{text}: {:?}", whole.findings);
    }
}

#[test]
fn a_single_bad_byte_at_the_end_is_found() {
    // Beyond the first piece that detection looks at.
    let mut bytes = b"a,b\n".to_vec();
    while bytes.len() < 300_000 {
        bytes.extend(b"1,x\n");
    }
    bytes.extend(b"2,\x92\n");
    let whole = read(&csv(), &bytes).expect("readable");
    assert_eq!(whole.encoding, "windows-1252");
    assert_eq!(whole.rows.last().expect("a row").cells[1].as_deref(), Some("’"));
}

#[test]
fn utf_8_characters_on_the_edge_of_a_piece_are_whole() {
    for shift in 0..4 {
        let mut text = format!("a,b\n{}", "x".repeat(shift));
        while text.len() < 600_000 {
            text += "€,€\n";
        }
        let whole = read(&csv(), text.as_bytes()).expect("readable");
        assert_eq!(whole.encoding, "UTF-8");
        let sixteen = [b"\xFF\xFE".to_vec(), utf_16(&text, u16::to_le_bytes)].concat();
        let again = read(&csv(), sixteen).expect("readable");
        assert_eq!((again.encoding, again.rows), ("UTF-16LE", whole.rows));
        assert!(again.findings.is_empty());
    }
}

#[test]
fn encodings_that_cannot_be_are_refused() {
    let (error, hint) = refusal(&declared("utf8mb4"), "a,b\n");
    assert_eq!(error, "read `responses` (data/export.csv): unknown encoding `utf8mb4`");
    assert!(hint.expect("a hint").contains("`utf-8`"));
    let (error, hint) = refusal(&declared("windows-1252"), "\u{FEFF}a,b\n");
    assert_eq!(
        error,
        "read `responses` (data/export.csv): it is declared as windows-1252, but begins with the byte order mark of UTF-8"
    );
    assert_eq!(hint.as_deref(), Some("set `encoding = \"UTF-8\"`, or leave it out"));
    let (error, _) = refusal(&csv(), b"\xFF\xFE\0\0a\0\0\0");
    assert_eq!(error, "read `responses` (data/export.csv): it is encoded as UTF-32");
    assert!(Encoding::for_label(b"utf8mb4").is_none());
}

/// A small survey in one language, saved as spreadsheets and tools of that country save text.
#[track_caller]
fn is_guessed(label: &str, question: &str, answers: &[&str]) {
    let encoding = Encoding::for_label(label.as_bytes()).expect("an encoding");
    let mut text = format!("id;{question}\r\n");
    for id in 0..30 {
        let _ = write!(text, "{id};{}\r\n", answers[id % answers.len()]);
    }
    let (bytes, _, lost) = encoding.encode(&text);
    assert!(!lost, "{label} has all letters");
    let mut export = open(&csv(), Cursor::new(bytes.into_owned())).expect("readable");
    let (found, certainty) = export.encoding().expect("readable");
    assert_eq!(certainty, Certainty::Guessed);
    assert_eq!(export.columns()[1], question, "{found}");
    let rows = rows(&export.next_batch().expect("readable").expect("rows").batch);
    for (row, answer) in rows.iter().zip(answers) {
        assert_eq!(row.cells[1].as_deref(), Some(*answer));
    }
}

#[test]
fn the_letters_of_a_language_tell_the_encoding() {
    let russian = ["Москва", "Казань", "Нижний Новгород", "Не знаю"];
    for label in ["windows-1251", "koi8-u", "ibm866"] {
        is_guessed(label, "В каком городе вы живёте?", &russian);
    }
    is_guessed(
        "windows-1251",
        "Кое описание е най-точно?",
        &["Съвсем доволен", "По-скоро недоволен", "Не мога да преценя"],
    );
    is_guessed(
        "windows-1250",
        "Jak často nakupujete potraviny?",
        &["Každý den", "Několikrát týdně", "Méně často", "Vůbec"],
    );
    is_guessed("windows-1250", "Jak często czyta Pan(i) książki?", &["Często", "Dość rzadko", "Wcale nie czytam"]);
    is_guessed("windows-1253", "Πόσο ικανοποιημένος είστε;".trim_end_matches(';'), &["Πολύ", "Αρκετά", "Καθόλου"]);
    is_guessed("windows-1254", "Hizmetten ne kadar memnunsunuz?", &["Çok memnunum", "Memnun değilim", "Kararsızım"]);
    is_guessed("windows-1255", "עד כמה אתה מרוצה מהשירות", &["מרוצה מאוד", "לא מרוצה", "לא יודע"]);
    is_guessed("windows-1256", "ما مدى رضاك عن الخدمة", &["راض جدا", "غير راض", "لا أعرف"]);
    is_guessed("shift_jis", "サービスにどの程度満足していますか", &["とても満足", "やや不満", "わからない"]);
    is_guessed("euc-jp", "サービスにどの程度満足していますか", &["とても満足", "やや不満", "わからない"]);
    is_guessed("euc-kr", "서비스에 얼마나 만족하십니까", &["매우 만족", "불만족", "모르겠다"]);
    is_guessed("big5", "您對服務的滿意程度如何", &["非常滿意", "不滿意", "不知道"]);
    is_guessed("windows-1252", "Êtes-vous satisfait de l’accueil ?", &["Très satisfait", "Peu satisfait", "Ça dépend"]);
    is_guessed(
        "windows-1252",
        "Wie häufig nutzen Sie öffentliche Verkehrsmittel?",
        &["Täglich", "Gelegentlich", "Überhaupt nicht"],
    );
    is_guessed(
        "macintosh",
        "Êtes-vous satisfait de l’accueil ?",
        &["Très satisfait", "Peu « satisfait »", "Ça dépend"],
    );
    // Of GB18030 the part that was GBK is usual.
    is_guessed("gbk", "您对服务的满意程度如何", &["非常满意", "不满意", "不知道"]);
}

#[test]
fn what_is_declared_or_shown_by_the_bytes_is_no_guess() {
    let certainty = |source: &Source, bytes: &[u8]| {
        let mut export = open(source, Cursor::new(bytes.to_vec())).expect("readable");
        export.encoding().expect("readable").1
    };
    assert_eq!(certainty(&csv(), b"a,b\n1,x\n"), Certainty::Certain);
    assert_eq!(certainty(&csv(), "a,b\n1,é\n".as_bytes()), Certainty::Certain);
    assert_eq!(certainty(&csv(), &utf_16("\u{FEFF}a,b\n1,é\n", u16::to_le_bytes)), Certainty::Certain);
    assert_eq!(certainty(&declared("windows-1252"), b"a,b\n1,\xE9\n"), Certainty::Certain);
    assert_eq!(certainty(&csv(), b"a,b\n1,\xE9\n"), Certainty::Guessed);
}
