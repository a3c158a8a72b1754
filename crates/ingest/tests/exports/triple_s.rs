//! Triple-S: variables of each kind, in data of fixed width and delimited.
//!
//! What is expected follows from the specifications, versions 1.1, 1.2 and 2.0; the samples that other people made are held
//! against an independent reader in `oracles.rs`.

use std::io::Cursor;

use topline_ingest::{ColumnSet, Description, Holds, IngestError, Missing, SetKind, open_with};
use topline_survey::{Format, Source};

use crate::reading::{Whole, csv, drain, lines};

fn source() -> Source {
    Source { format: Format::TripleS, ..csv() }
}

fn read(definition: impl AsRef<[u8]>, data: impl AsRef<[u8]>) -> Result<(Whole, Description), IngestError> {
    let metadata = Cursor::new(definition.as_ref().to_vec());
    let export = open_with(&source(), Cursor::new(data.as_ref().to_vec()), Some(metadata))?;
    let description = export.description().cloned().expect("a description");
    Ok((drain(export)?, description))
}

/// A definition of version 2.0, of these attributes of its record and these variables.
fn definition(record: &str, variables: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<sss version=\"2.0\"><survey><title>A survey</title>\
         <record ident=\"V\" {record}>{variables}</record></survey></sss>"
    )
}

#[track_caller]
fn check(record: &str, variables: &str, data: impl AsRef<[u8]>, expected: &[&str]) -> Description {
    let (whole, description) = read(definition(record, variables), data).expect("readable");
    assert_eq!(lines(&whole), expected.join("\n"));
    description
}

const VARIABLES: &str = r#"
<variable ident="1" type="single"><name>Q1</name><label>One</label><position start="1" finish="2"/>
  <values><value code="1" score="5">Yes</value><value code="02" score="-1.5">No</value><value code="99">Don't know</value></values></variable>
<variable ident="2" type="multiple"><name>Q2</name><label>Several</label><position start="3" finish="6"/>
  <values><value code="1">A</value><value code="2">B</value><value code="4">D</value></values></variable>
<variable ident="3" type="multiple"><name>Q3</name><label>Two of them</label><position start="7" finish="10"/>
  <spread subfields="2" width="2"/><values><value code="1">A</value><value code="12">L</value></values></variable>
<variable ident="4" type="quantity" use="weight"><name>W</name><label/><position start="11" finish="16"/>
  <values><range from="0.000" to="99.999"/><value code="99.999">Not stated</value></values></variable>
<variable ident="5" type="character"><name>T</name><label>Text</label><position start="17" finish="20"/><size>4</size></variable>
<variable ident="6" type="logical"><name>L</name><label>Yes?</label><position start="21"/></variable>
<variable ident="7" type="date"><name>D</name><label>Day</label><position start="22" finish="29"/></variable>
<variable ident="8" type="time"><name>H</name><label>Time</label><position start="30" finish="35"/></variable>"#;

const COLUMNS: &str = "Q1/Q2 | 1/Q2 | 2/Q2 | 4/Q3 | 1/Q3 | 2/W/T/L/D/H";

#[test]
fn each_kind_of_variable_is_read() {
    let records = [
        ["01", "1101", "12 1", "01.500", "Noël", "1", "20170304", "091500"].concat(),
        ["99", "    ", "0000", "      ", "    ", "0", "        ", "      "].concat(),
        [" 2", "0000", "    ", "-0.250", " ab ", " ", "        ", "      "].concat(),
    ];
    let description = check(
        "",
        VARIABLES,
        records.join("\r\n"),
        &[
            COLUMNS,
            "1: 1/1/1/1/12/1/1.5/Noël/1/2017-03-04/09:15:00",
            "2: 99/-/-/-/0/0/-//0/-/-",
            "3: 2/0/0/0/-/-/-0.25/ ab/-/-/-",
        ],
    );
    assert_eq!(description.title.as_deref(), Some("A survey"));
    assert_eq!(description.weight.as_deref(), Some("W"));
    let column = |index: usize| &description.columns[index];
    let labelled = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        pairs.iter().map(|(code, label)| ((*code).to_owned(), (*label).to_owned())).collect()
    };
    assert_eq!(column(0).values, labelled(&[("1", "Yes"), ("2", "No"), ("99", "Don't know")]));
    assert_eq!(column(0).scores, [("1".to_owned(), 5.0), ("2".to_owned(), -1.5)]);
    assert_eq!(column(1).label.as_deref(), Some("A"));
    assert_eq!(column(4).values, labelled(&[("1", "A"), ("12", "L")]));
    assert_eq!(column(4).missing, [Missing::Value("0".to_owned())]);
    assert_eq!(column(6).values, labelled(&[("99.999", "Not stated")]));
    let holds: Vec<Holds> = [0, 6, 7, 9, 10].map(|index| column(index).holds).to_vec();
    assert_eq!(holds, [Holds::Number, Holds::Number, Holds::Text, Holds::Day, Holds::Time]);
    let set = |name: &str, label: &str, columns: &[&str], kind| ColumnSet {
        name: name.to_owned(),
        label: Some(label.to_owned()),
        columns: columns.iter().map(|column| (*column).to_owned()).collect(),
        kind,
    };
    assert_eq!(
        description.sets,
        [
            set("Q2", "Several", &["Q2 | 1", "Q2 | 2", "Q2 | 4"], SetKind::Ticks("1".to_owned())),
            set("Q3", "Two of them", &["Q3 | 1", "Q3 | 2"], SetKind::Choices),
        ]
    );
}

/// In delimited data a position is a field; a multiple has one, or one for each of its parts.
#[test]
fn delimited_data_have_fields() {
    let variables = r#"
<variable ident="1" type="single"><name>Q1</name><position start="1"/><values><value code="1">Yes</value></values></variable>
<variable ident="2" type="multiple"><name>Q2</name><position start="2"/>
  <values><value code="1">A</value><value code="2">B</value><value code="3">C</value></values></variable>
<variable ident="3" type="multiple"><name>Q3</name><position start="3"/><spread subfields="2" width="1"/>
  <values><value code="1">A</value><value code="2">B</value></values></variable>
<variable ident="4" type="multiple"><name>Q4</name><position start="4" finish="5"/><spread subfields="2"/>
  <values><value code="1">A</value><value code="2">B</value></values></variable>
<variable ident="5" type="character"><name>T</name><position start="6"/></variable>"#;
    check(
        "format=\"csv\" skip=\"1\"",
        variables,
        "Q1,Q2,Q3,Q4a,Q4b,T\n1,\"011\",21,2,,\"a, b\"\n,,,,,\n1,1\n2,0101,\"20\",1,2,x\n",
        &[
            "Q1/Q2 | 1/Q2 | 2/Q2 | 3/Q3 | 1/Q3 | 2/Q4 | 1/Q4 | 2/T",
            "2: 1/0/1/1/2/1/2/-/a, b",
            "3: -/-/-/-/-/-/-/-/ = blank_row",
            "4: 1/1/0/0/-/-/-/-/- = broken_row",
            // A tick where no option is said to be is kept.
            "5: 2/0/1/0/2/0/1/2/x + [\"Q2: 0101\"]",
            "! 3 blank_row excluded: no cell holds anything",
            "! 4 broken_row quarantined: 2 cells where 6 are expected",
        ],
    );
}

#[test]
fn codes_may_be_words() {
    let variables = r#"<variable ident="1" type="single" format="literal"><name>Q1</name><position start="1" finish="3"/>
  <values><value code="UK">United Kingdom</value><value code="F">France</value></values></variable>"#;
    let description = check(
        "",
        variables,
        "UK \nF  \n   \n007\n",
        &["Q1", "1: UK", "2: F", "3: - = blank_row", "4: 7", "! 3 blank_row excluded: no cell holds anything"],
    );
    assert_eq!(description.columns[0].holds, Holds::Text);
}

/// A record that ends within a number has lost something; one that ends within a text may have lost blanks only.
#[test]
fn a_record_that_is_cut_is_broken() {
    let variables = r#"<variable ident="1" type="character"><name>T</name><position start="1" finish="4"/></variable>
<variable ident="2" type="quantity"><name>N</name><position start="5" finish="7"/></variable>"#;
    check(
        "",
        variables,
        "ab\nabcd 12\nabcd 1\nabcd\n",
        &[
            "T/N",
            "1: ab/-",
            "2: abcd/12",
            "3: abcd/1 = broken_row",
            "4: abcd/-",
            "! 3 broken_row quarantined: the line ends within `N`",
        ],
    );
}

#[test]
fn labels_are_chosen_by_mode_and_language() {
    let text = r#"<?xml version="1.0" encoding="ISO-8859-1"?><!DOCTYPE sss PUBLIC "-//x" "http://x/sss.dtd">
<sss version="1.2" languages="fr-FR en"><survey><name>S1</name><record ident="A">
<variable ident="7" type="single"><name>Q</name>
<label><text xml:lang="en">Why?</text><text xml:lang="fr-FR" mode="interview">Pourquoi ?</text><text xml:lang="fr-FR" mode="analysis">Pourquoi</text></label>
<position start="1"/><values><value code="1">&quot;Tr&#232;s&quot;<br/>bien &amp; d\xE9j\xE0</value><value code="2"/></values></variable>
</record></survey></sss>"#;
    let bytes: Vec<u8> = text.replace("\\xE9", "é").replace("\\xE0", "à").chars().map(|each| each as u8).collect();
    let (_, description) = read(bytes, "1\n").expect("readable");
    assert_eq!(description.title.as_deref(), Some("S1"));
    assert_eq!(description.columns[0].label.as_deref(), Some("Pourquoi"));
    assert_eq!(description.columns[0].values, [("1".to_owned(), "\"Très\" bien & déjà".to_owned())]);
    let utf_16 = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_be_bytes).collect() };
    let marked = definition("", VARIABLES).replace("version=\"1.0\"", "version=\"1.0\" encoding=\"UTF-16\"");
    let (whole, _) = read(utf_16(&format!("\u{FEFF}{marked}")), "1").expect("readable");
    assert_eq!(whole.columns.join("/"), COLUMNS);
    assert_eq!(read(utf_16(&marked), "1").expect("readable").0.columns, whole.columns);
    assert_eq!(read(&marked, "1").expect("readable").0.columns, whole.columns, "it is no UTF-16, whatever it says");
}

#[test]
fn a_definition_that_is_none_is_refused() {
    let refused = |definition: &str| {
        let error = read(definition, "1\n").expect_err("refused");
        std::error::Error::source(&error).map(ToString::to_string).expect("a cause")
    };
    let variable = |inner: &str| definition("", &format!("<variable ident=\"1\" {inner}</variable>"));
    assert_eq!(refused("<a/>"), "it has no `survey`, as Triple-S has");
    assert_eq!(refused("no XML"), "it has no `sss`, as Triple-S has");
    assert_eq!(refused("<sss>\n<survey>\n</sss>"), "line 3 is not XML");
    assert_eq!(refused("<sss><survey>"), "it ends within an element");
    assert_eq!(refused(&definition("", "")), "it has no `variable`, as Triple-S has");
    assert_eq!(refused(&definition("format=\"xml\"", VARIABLES)), "its data are in the unknown format `xml`");
    assert_eq!(refused(&variable("type=\"essay\"><name>Q</name>")), "the variable `Q` is of the unknown type `essay`");
    assert_eq!(refused(&variable("type=\"date\"><name>Q</name>")), "the variable `Q` has no position that can be");
    let place = "type=\"date\"><name>Q</name><position start=\"5\" finish=\"4\"/>";
    assert_eq!(refused(&variable(place)), "the variable `Q` has no finish that can be");
    let many =
        "type=\"multiple\"><name>Q</name><position start=\"1\"/><values><range from=\"1\" to=\"4000000000\"/></values>";
    assert_eq!(refused(&variable(many)), "it makes more than 100000 columns");
    let deep = format!("<sss>{}", "<a>".repeat(1000));
    assert_eq!(refused(&deep), "line 1 has elements within elements, more than 64 deep");
    let without = open_with(&source(), Cursor::new(b"1\n".to_vec()), None::<std::io::Empty>).expect_err("refused");
    assert_eq!(without.to_string(), "read `responses` (data/export.csv): it has no meaning without its definition");
}
