//! Text of fixed width that commands of SPSS, SAS or Stata describe: what its responses count.

use std::fmt::Write as _;
use std::io::Cursor;

use topline_draft::{DraftRequest, Files, draft_with};
use topline_ingest::open_with;
use topline_normalise::Normaliser;
use topline_survey::{Format, Source};

use crate::counted::{counts, mean};
use crate::reading::{Whole, plan_of, unknown};

const SPSS: &str = "DATA LIST FILE='x.dat' / CASE 1-3 HAPPY 4-5 INCOME 6-10 (2) STATE 11-12 (A).\n\
    VARIABLE LABELS HAPPY 'How happy are you?' STATE 'State'.\n\
    VALUE LABELS HAPPY 1 'Happy' 2 'Unhappy' 99 'Missing' /STATE 'NY' 'New York' 'CA' 'California'.\n\
    MISSING VALUES HAPPY (98 THRU HI) INCOME (999.99).\n";
const SAS: &str = "PROC FORMAT; VALUE h 1='Happy' 2='Unhappy' 99='Missing'; VALUE $s 'NY'='New York' 'CA'='California'; RUN;\n\
    DATA; INFILE 'x.dat' LRECL=12; INPUT CASE 1-3 HAPPY 4-5 INCOME 6-10 .2 STATE $ 11-12;\n\
    LABEL HAPPY='How happy are you?' STATE='State'; FORMAT HAPPY h. STATE $s.;\n\
    IF HAPPY >= 98 THEN HAPPY = .; IF INCOME = 999.99 THEN INCOME = .; RUN;\n";
const STATA: &str = "infix int case 1-3 byte happy 4-5 double income 6-10 str state 11-12 using x.dat\n\
    replace income = income / 100\nlabel var happy \"How happy are you?\"\nlabel var state \"State\"\n\
    label define h 1 \"Happy\" 2 \"Unhappy\" 99 \"Missing\"\nlabel values happy h\nreplace happy = . if happy >= 98\n\
    replace income = . if income == 999.99\n";

/// 30 cases: 18 happy, 9 unhappy, 3 missing; incomes of 100.00 but for 3 that are declared missing.
fn data() -> String {
    let mut text = String::new();
    for row in 0..30 {
        let happy = match row {
            0..18 => " 1",
            18..27 => "02",
            27 => "98",
            _ => "99",
        };
        let income = if row >= 27 { "99999" } else { "10000" };
        let state = if row % 3 == 0 { "NY" } else { "CA" };
        let _ = writeln!(text, "{row:3}{happy}{income}{state}");
    }
    text
}

fn whole(commands: &str) -> Whole {
    let source = Source { metadata: Some("x.sps".to_owned()), ..unknown("x.dat") };
    let source = Source { format: Format::FixedWidth, ..source };
    let request = DraftRequest { id: "x".to_owned(), title: None, source, questionnaire: None };
    let files = || Files { export: Cursor::new(data().into_bytes()), metadata: Some(commands.as_bytes().to_vec()) };
    let draft = draft_with(&request, || Ok(files())).expect("a draft");
    let plan = plan_of(&draft);
    let described = Some(Cursor::new(commands.as_bytes().to_vec()));
    let mut export = open_with(&plan.survey.source, files().export, described).expect("the export");
    let mut normaliser = Normaliser::new(&plan);
    normaliser.begin(&plan.survey.source, &plan.survey.source.name);
    let mut responses = Vec::new();
    let mut findings = std::collections::BTreeMap::new();
    while let Some(batch) = export.next_batch().expect("a batch") {
        let read = normaliser.batch(&batch.batch).expect("responses");
        responses.extend(read.responses);
        for finding in read.findings {
            *findings.entry(finding.kind).or_default() += 1;
        }
    }
    let topline_normalise::Finished { last: rest, accounting, .. } = normaliser.finish().expect("the end");
    responses.extend(rest.responses);
    Whole { draft, plan, findings, accounting, responses }
}

#[test]
fn three_packages_describe_the_same() {
    for commands in [SPSS, SAS, STATA] {
        let whole = whole(commands);
        assert_eq!(whole.accounting.respondents, 30);
        let (base, happy) = counts(&whole, "happy");
        assert_eq!(
            (base, happy),
            (27, vec![("Happy".to_owned(), 18), ("Unhappy".to_owned(), 9)]),
            "{}",
            whole.draft.codebook
        );
        assert_eq!(
            whole.plan.codebook.question("happy").map(|question| question.text.as_str()),
            Some("How happy are you?")
        );
        let (_, mut states) = counts(&whole, "state");
        states.sort();
        let labels = if commands == STATA { ["CA", "NY"] } else { ["California", "New York"] };
        assert_eq!(states, [(labels[0].to_owned(), 20), (labels[1].to_owned(), 10)]);
        assert_eq!(mean(&whole, "income"), (27, 100.0), "{}", whole.draft.codebook);
    }
}
