//! An export drafted from, and read by its own draft.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Seek};

use arrow::array::RecordBatch;
use topline_draft::{Draft, DraftRequest, draft};
use topline_ingest::open;
use topline_normalise::Normaliser;
use topline_plan::read_plan;
use topline_survey::{
    Accounting, Answer, FindingKind, Format, Kind, LabelColumns, MultiCells, Plan, PlanFiles, PlanText, Question,
    SingleCells, Source,
};

/// An export of delimited text, of which nothing is known.
pub fn unknown(path: &str) -> Source {
    Source::undeclared("responses", path, Format::Csv)
}

pub fn plan_of(draft: &Draft) -> Plan {
    let text = |name: &str, text: &str| PlanText { name: name.to_owned(), text: text.to_owned() };
    let files = PlanFiles {
        survey: text("survey.toml", &draft.survey),
        codebook: text("codebook.toml", &draft.codebook),
        columns: Some(text("columns.toml", &draft.columns)),
        tables: Some(text("tables.toml", &draft.tables)),
        ..PlanFiles::default()
    };
    read_plan(&files).unwrap_or_else(|problems| panic!("{problems:?}"))
}

/// What reading an export by its own draft gave.
pub struct Whole {
    pub draft: Draft,
    pub plan: Plan,
    pub findings: BTreeMap<FindingKind, u64>,
    pub accounting: Accounting,
    /// What the export's rows were read as.
    pub responses: Vec<RecordBatch>,
}

pub fn whole<R: Read + Seek + Send + 'static>(source: Source, input: impl FnMut() -> R) -> Whole {
    with_questionnaire(source, None, input)
}

pub fn with_questionnaire<R: Read + Seek + Send + 'static>(
    source: Source,
    questionnaire: Option<String>,
    input: impl FnMut() -> R,
) -> Whole {
    let questionnaire = questionnaire.map(String::into_bytes);
    with_form(source, questionnaire, input)
}

pub fn with_form<R: Read + Seek + Send + 'static>(
    source: Source,
    questionnaire: Option<Vec<u8>>,
    mut input: impl FnMut() -> R,
) -> Whole {
    let request = DraftRequest { id: "drafted".to_owned(), title: None, source, questionnaire };
    let draft = draft(&request, || Ok(input())).expect("a draft");
    let plan = plan_of(&draft);
    let mut export = open(&plan.survey.source, input()).expect("the export");
    let mut normaliser = Normaliser::new(&plan);
    let (mut findings, mut responses) = (BTreeMap::new(), Vec::new());
    let unknown = normaliser.unknown_columns(export.columns());
    assert!(unknown.is_empty(), "a column that nothing reads: {:?}", unknown[0].place.column);
    let listed = plan.columns.as_ref().expect("columns.toml");
    assert_eq!(listed.changes(export.columns()), []);
    for question in plan.codebook.asked() {
        for column in question.columns() {
            assert!(export.columns().iter().any(|known| known == column), "no column {column:?}");
        }
    }
    while let Some(batch) = export.next_batch().expect("a batch") {
        let read = normaliser.batch(&batch.batch).expect("responses");
        responses.extend(read.responses);
        for finding in read.findings {
            *findings.entry(finding.kind).or_default() += 1;
        }
    }
    let topline_normalise::Finished { last: rest, accounting, .. } = normaliser.finish().expect("the end");
    responses.extend(rest.responses);
    assert!(accounting.is_whole());
    Whole { draft, plan, findings, accounting, responses }
}

/// Drafts from a text, and reads it by the draft: every row is a response or excluded, and every answer is known.
pub fn read(text: &str) -> Whole {
    let bytes = text.as_bytes().to_vec();
    let whole = whole(unknown("export.csv"), || Cursor::new(bytes.clone()));
    let allowed = [FindingKind::Excluded, FindingKind::BlankRow, FindingKind::Spelling, FindingKind::Malformed];
    let others: Vec<_> = whole.findings.iter().filter(|(kind, _)| !allowed.contains(kind)).collect();
    assert!(others.is_empty(), "{others:?}\n{}", whole.draft.codebook);
    assert_eq!((whole.accounting.duplicate, whole.accounting.quarantined), (0, 0));
    whole
}

/// The cell texts that leave the boxes of a question empty.
pub fn unticked(question: &Question) -> &[String] {
    match &question.answer {
        Answer::Single { cells: SingleCells::Spread { unticked, .. }, .. }
        | Answer::Multi { cells: MultiCells::Boxes { unticked, .. }, .. } => unticked,
        other => panic!("no boxes: {other:?}"),
    }
}

/// A question in one line: `q1 multi by ;: 1 Tea, 2 Milk`; `!` marks a private one.
pub fn line(question: &Question) -> String {
    let private = if question.private { "!" } else { "" };
    let separator = question.answer.label_columns().and_then(LabelColumns::separator);
    let by = separator.map(|separator| format!(" by {separator:?}")).unwrap_or_default();
    let mut line = format!("{}{private} {}{by}", question.id, question.kind().as_str());
    let spread = if matches!(question.answer, Answer::Single { cells: SingleCells::Spread { .. }, .. }) {
        " spread"
    } else {
        ""
    };
    line.push_str(spread);
    let option = |option: &topline_survey::Opt| {
        let mark = option.mark.map(|mark| format!(" {mark:?}")).unwrap_or_default();
        let open = if option.open { " open" } else { "" };
        format!("{} {}{mark}{open}", option.code, option.label)
    };
    if !question.options().is_empty() {
        line.push_str(": ");
        line.push_str(&question.options().iter().map(option).collect::<Vec<_>>().join(", "));
    }
    if matches!(question.kind(), Kind::Grid | Kind::Rank) {
        let items: Vec<String> = question.items().iter().map(|item| format!("{} {}", item.id, item.label)).collect();
        line.push_str(" / ");
        line.push_str(&items.join(", "));
    }
    line
}

/// The questions of a draft, a line each.
pub fn lines(plan: &Plan) -> Vec<String> {
    plan.codebook.questions.iter().map(line).collect()
}

/// The rows of a text over and over, so that there are enough to judge by.
pub fn times(header: &str, rows: &[&str], times: usize) -> String {
    let mut text = format!("{header}\n");
    let mut number = 100;
    for _ in 0..times {
        for row in rows {
            number += 1;
            text.push_str(&row.replace("{n}", &number.to_string()));
            text.push('\n');
        }
    }
    text
}
