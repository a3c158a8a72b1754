//! Data of fixed width, described by the commands of SPSS, SAS or Stata: what they say of each column.
//!
//! The texts are written as the archives of ICPSR, IPUMS and the UK Data Service hand them out. What they mean is by the
//! reference of each package.

use topline_statfile::{FieldContent, FixedLayout, Missing, read_layout};

/// Each column in a line: its name, its place, what it holds, its label, its values, what is missing.
fn lines(layout: &FixedLayout) -> Vec<String> {
    let each = layout.fields.iter().zip(&layout.description.columns).map(|(field, column)| {
        let line = if layout.lines > 1 { format!("{}:", field.line + 1) } else { String::new() };
        let place = format!("{line}{}-{}", field.start + 1, field.start + field.width);
        let content = match field.content {
            FieldContent::Text => "text".to_owned(),
            FieldContent::Number { decimals: 0 } => "number".to_owned(),
            FieldContent::Number { decimals } => format!("number .{decimals}"),
        };
        let label = column.label.as_ref().map(|label| format!(" {label:?}")).unwrap_or_default();
        let values: Vec<String> = column.values.iter().map(|(value, label)| format!("{value}={label}")).collect();
        let values = if values.is_empty() { String::new() } else { format!(" {{{}}}", values.join(", ")) };
        let missing: Vec<String> = column
            .missing
            .iter()
            .map(|missing| match missing {
                Missing::Value(value) => value.clone(),
                Missing::Range(least, greatest) => format!("{least}..{greatest}"),
            })
            .collect();
        let missing = if missing.is_empty() { String::new() } else { format!(" missing {}", missing.join(" ")) };
        format!("{} {place} {content}{label}{values}{missing}", column.name)
    });
    each.collect()
}

#[track_caller]
fn check(text: &str, expect: &[&str]) {
    let layout = read_layout(text).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(lines(&layout), expect);
}

#[track_caller]
fn refused(text: &str, expect: &str) {
    let error = read_layout(text).expect_err("an error");
    assert_eq!(error.to_string(), expect);
}

const SPSS_OF_AN_ARCHIVE: &str = r#"*-------------------------------------------------------------------------*
*                     SPSS SETUP FILE FOR STUDY 02760
* DATA LIST:  assigns the name, type, location, and format of each variable.
*-------------------------------------------------------------------------.

FILE HANDLE DATA / NAME="data-filename" LRECL=12.

* SPSS DATA LIST COMMAND.

DATA LIST FILE=DATA
/
  CASEID 1-3                 STATE 4-5    (A)
  V1     6                   V2    7-8
  V3 TO V4 9-12 (1)
   .

* SPSS VARIABLE LABELS COMMAND.

VARIABLE LABELS
   CASEID     'CASE IDENTIFICATION' /
   V1         "DON'T LIKE IT?" /
   V2         'RESPONDENT''S AGE ' +
              'IN YEARS' /
   .

VALUE LABELS
   V1         1 'Yes'  2 'No'  9 'Don''t know' /
   STATE      'NY' 'New York'  'CA' 'California' /
   V3 TO V4   -9 "Refused" .5 "Half" /
   .

MISSING VALUES
   V1         (9)     V2 (97, 98 THRU HIGHEST) /
   V3 TO V4   (LO THRU -1)
   .

EXECUTE.
SAVE OUTFILE="x.sav".
"#;

#[test]
fn spss_as_an_archive_writes_it() {
    check(
        SPSS_OF_AN_ARCHIVE,
        &[
            "CASEID 1-3 number \"CASE IDENTIFICATION\"",
            "STATE 4-5 text {NY=New York, CA=California}",
            "V1 6-6 number \"DON'T LIKE IT?\" {1=Yes, 2=No, 9=Don't know} missing 9",
            "V2 7-8 number \"RESPONDENT'S AGE IN YEARS\" missing 97 98..inf",
            "V3 9-10 number .1 {-9=Refused, 0.5=Half} missing -inf..-1",
            "V4 11-12 number .1 {-9=Refused, 0.5=Half} missing -inf..-1",
        ],
    );
}

#[test]
fn spss_as_an_extract_system_writes_it() {
    check(
        "cd \".\".\n\ndata list file = \"usa_00001.dat\" /\n  YEAR         1-4\n  PERWT        5-14 (2)\n  SEX          15-15\n.\n\n\
         variable labels\n  YEAR         \"Census year\"\n  SEX          \"Sex\"\n.\n\nvalue labels\n  /SEX\n    1   \"Male\"\n    2   \"Female\"\n.\n\nexecute.\n",
        &["YEAR 1-4 number \"Census year\"", "PERWT 5-14 number .2", "SEX 15-15 number \"Sex\" {1=Male, 2=Female}"],
    );
}

#[test]
fn spss_of_several_lines_a_case() {
    // A command may end without a point where the next one begins.
    check(
        "TITLE 'x'.\nDATA LIST FIXED RECORDS=3 SKIP=1 /1 ID 1-4 A1 TO A3 5-7 /2 NAME 1-10 (A)\n\nVAR LAB ID 'Number'\nVAL LAB A1 TO A3 0 'No' 1 'Yes'.\nWEIGHT BY A1.\n",
        &[
            "ID 1:1-4 number \"Number\"",
            "A1 1:5-5 number {0=No, 1=Yes}",
            "A2 1:6-6 number {0=No, 1=Yes}",
            "A3 1:7-7 number {0=No, 1=Yes}",
            "NAME 2:1-10 text",
        ],
    );
    let layout = read_layout("DATA LIST RECORDS=3 SKIP=1 / ID 1-4.").expect("a layout");
    assert_eq!((layout.lines, layout.skipped), (3, 1));
}

#[test]
fn spss_that_counts_from_nought() {
    check(
        "GET DATA\n /TYPE=TXT\n /FILE='x.dat'\n /ARRANGEMENT=FIXED\n /FIRSTCASE=2\n /VARIABLES=\n /1 id 0-3 F4.0\n  name 4-8 A5\n  born 9-18 ADATE10.\n",
        &["id 1-4 number", "name 5-9 text", "born 10-19 text"],
    );
}

#[test]
fn spss_that_is_not_understood() {
    refused(
        "DATA LIST / A 1.\nRECODE A (1=2).\n",
        "line 2, column 1: the command `RECODE A` changes the data, which is not done here",
    );
    refused("DATA LIST / A 1.\nFROBNICATE A.\n", "line 2, column 1: the command `FROBNICATE A` is not known");
    refused("DATA LIST FREE / A B.", "line 1, column 11: the data are not of fixed width: `DATA LIST FREE`");
    refused("DATA LIST / A 1.\nVALUE LABELS\n  A 1 'Yes.\n", "line 3, column 7: the text in quotes does not end");
    refused("DATA LIST / A 1.\nVARIABLE LABELS B 'x'.", "line 2, column 17: the variable `B` has no columns");
    refused(
        "DATA LIST / A B C 1-4.",
        "line 1, column 21: expected columns that the variables can share evenly, found `the end of the command`",
    );
    refused("DATA LIST / A 1 (PIBHEX4).", "line 1, column 18: the format `PIBHEX4` is not read");
    refused("DATA LIST / A 1 a 2.", "line 1, column 17: a second variable is called `a`");
    refused("DATA LIST / A 1-99999999.", "line 1, column 13: the column is more than 1048576");
    refused(
        "a poem",
        "line 1, column 1: no command says where the columns are: `DATA LIST` of SPSS, `INPUT` of SAS, `infix` or a dictionary of Stata",
    );
}

#[test]
fn sas_as_an_archive_writes_it() {
    check(
        "/*----------------------------------------------------*\n |  SAS SETUP FILE FOR STUDY 02760\n |  DATA:  begins a SAS data step\n *----------------------------------------------------*/\n\n\
         PROC FORMAT;\n   VALUE v1fff      1='Yes' 2='No' 7-9='None given' LOW-0='Odd' .='x';\n   VALUE $statef    'NY'='New York' CA='California';\nRUN;\n\n\
         * SAS DATA, INFILE, INPUT STATEMENTS, and what they don't say;\nDATA;\nINFILE \"data-filename\" LRECL=12 MISSOVER PAD;\nINPUT\n   CASEID 1-3             STATE $ 4-5\n   V1     6               V2    7-8 .1\n   ;\n\
         LABEL\n   CASEID= 'CASE IDENTIFICATION'\n   V1    = \"LIKES IT?\";\n\n\
         IF (V1 = 9 OR V1 = 8) THEN V1 = .;\nIF V2 >= 97 THEN V2 = .;\nFORMAT V1 v1fff. STATE $statef. V2 8.1;\nRUN;\nPROC FREQ; TABLES V1; RUN;\n",
        &[
            "CASEID 1-3 number \"CASE IDENTIFICATION\"",
            "STATE 4-5 text {NY=New York, CA=California}",
            "V1 6-6 number \"LIKES IT?\" {1=Yes, 2=No, 7=None given, 8=None given, 9=None given} missing 9 8",
            "V2 7-8 number .1 missing 97..inf",
        ],
    );
}

#[test]
fn sas_with_pointers_and_informats() {
    check(
        "data x; infile 'x.dat' firstobs=3; input @1 id 4. @5 name $char6. +1 (q1-q3) (1.) #2 income 8.2 born mmddyy10. cost comma9.2; run;",
        &[
            "id 1:1-4 number",
            "name 1:5-10 text",
            "q1 1:12-12 number",
            "q2 1:13-13 number",
            "q3 1:14-14 number",
            "income 2:1-8 number .2",
            "born 2:9-18 text",
            "cost 2:19-27 number .2",
        ],
    );
    check(
        "proc format; value yn 1='Yes' 2='No'; run;\ndata x; infile in; input YEAR 1-4 HHWT 5-14 .2 A 15;\nattrib A label='Agrees?' format=yn.; run;",
        &["YEAR 1-4 number", "HHWT 5-14 number .2", "A 15-15 number \"Agrees?\" {1=Yes, 2=No}"],
    );
}

#[test]
fn sas_that_is_not_understood() {
    refused(
        "data x; input a 1;\nif a > 3 then delete;",
        "line 2, column 8: the command `if` changes the data, which is not done here",
    );
    refused(
        "data x; input a 1;\nb = a + 1;",
        "line 2, column 1: the command `b =` changes the data, which is not done here",
    );
    refused(
        "data x; infile 'a.csv' dsd; input a b;",
        "line 1, column 24: the data are not of fixed width: `INFILE DELIMITER`",
    );
    refused("data x; input a b;", "line 1, column 17: the data are not of fixed width: `INPUT without columns`");
    refused("data x; input a ib4.;", "line 1, column 17: the format `ib4` is not read");
    refused("data x; input a 1; /* open", "line 1, column 20: the comment does not end");
}

#[test]
fn stata_as_an_extract_system_writes_it() {
    check(
        "* NOTE: You need to set the Stata working directory.\n\nset more off\n\nclear\nquietly infix                ///\n  int     year      1-4      ///\n  double  hhwt      5-14     ///\n  byte    sex       15-15    ///\n  str     code      16-20    ///\n  using `\"usa_00001.dat\"'\n\n\
         replace hhwt = hhwt / 100\n\nformat hhwt %10.2f\n\nlabel var year `\"Census year\"'\nlabel var sex `\"Sex \"as said\"\"'\n\n\
         label define sex_lbl 1 `\"Male\"'\nlabel define sex_lbl 2 `\"Female\"', add\nlabel values sex sex_lbl\nreplace sex = . if sex == 9 | sex >= 7\n",
        &[
            "year 1-4 number \"Census year\"",
            "hhwt 5-14 number .2",
            "sex 15-15 number \"Sex \\\"as said\\\"\" {1=Male, 2=Female} missing 9 7..inf",
            "code 16-20 text",
        ],
    );
}

#[test]
fn stata_dictionaries() {
    let dictionary = "infile dictionary {\n* a comment\n   _column(1)   int CASEID   %3f  \"CASE IDENTIFICATION\"\n   _column(4)   str2 STATE   %2s  \"STATE\"\n   _column(6)   byte V1      %1f\n   float V2 %4.1f\n}\n";
    let expect = [
        "CASEID 1-3 number \"CASE IDENTIFICATION\"",
        "STATE 4-5 text \"STATE\"",
        "V1 6-6 number {1=Yes, 2=No}",
        "V2 7-10 number .1 missing 98",
    ];
    let commands = "#delimit ;\nlabel define V1 1 \"Yes\"\n  2 \"No\" ;\n#delimit cr\nlabel values V1 V1\nmvdecode V2, mv(98=.a)\n";
    check(&format!("{dictionary}{commands}"), &expect);
    // The commands alone do not say where columns are.
    refused(
        "clear\ninfile using x.dct, using(x.dat) clear\nlabel define V1 1 \"Yes\"\n",
        "line 2, column 1: the columns are described in another file",
    );
    check(
        "infix dictionary using \"x.dat\" {\n  2 lines\n  int id 1-4\n  2: str name 1-10\n}\n",
        &["id 1:1-4 number", "name 2:1-10 text"],
    );
}

#[test]
fn stata_that_is_not_understood() {
    refused(
        "infix id 1-4 using x.dat\nreplace id = id * 2\n",
        "line 2, column 17: the command `replace` changes the data, which is not done here",
    );
    refused(
        "infix id 1-4 using x.dat\ngen a = 1\n",
        "line 2, column 1: the command `gen` changes the data, which is not done here",
    );
    refused("infix id 1-4 using x.dat\nfrobnicate\n", "line 2, column 1: the command `frobnicate` is not known");
    refused("infix id 0-4 using x.dat\n", "line 1, column 14: expected the last column, found `using`");
}

/// No text may end in a panic, and what is refused is refused with a place.
#[test]
fn damaged_texts_are_refused_or_read() {
    let texts = [
        SPSS_OF_AN_ARCHIVE,
        "infile dictionary {\n _column(1) int a %3f \"x\"\n}\nlabel define a 1 `\"x\"'\n",
        "data x; input a 1-2 b $ 3 .2 (c1-c9) (2.); format a yn.; value yn 1-3='x';",
    ];
    let mut state = 7_u64;
    let mut random = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    for _ in 0..3000 {
        let mut text: Vec<char> = texts[random(texts.len())].chars().collect();
        for _ in 0..=random(4) {
            let at = random(text.len());
            match random(3) {
                0 => text.truncate(at.max(1)),
                1 => text[at] = ['\'', '"', '/', '.', '(', ')', '9', 'x', '\n', ';', '{', '`', '-'][random(13)],
                _ => {
                    text.remove(at);
                    if text.is_empty() {
                        text.push('x');
                    }
                }
            }
        }
        let text: String = text.into_iter().collect();
        if let Err(error) = read_layout(&text) {
            assert!(error.line > 0 && error.column > 0, "{text}");
        }
    }
}
