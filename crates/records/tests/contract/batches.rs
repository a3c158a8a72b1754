//! The batches have the columns that are described, in their order.

use topline_plan::read_plan;
use topline_records::{
    FIGURES, FINDINGS, OPTIONS, QUESTIONS, VERDICTS, figures_batch, findings_batch, options_batch, questions_batch,
    verdicts_batch,
};
use topline_survey::{PlanFiles, PlanText};

#[test]
fn batches_are_as_described() {
    let text = |text: &str| PlanText { name: "inline".into(), text: text.to_owned() };
    let survey = "id = 'x'\ntitle = 'X'\n[source]\nname = 'r'\npath = 'r.csv'\nformat = 'csv'\n";
    let codebook = "[[question]]\nid = 'm'\nkind = 'multi'\ntext = 'M?'\ncolumn = 'm'\nseparator = ';'\n\
        options = [{ code = 1, label = 'One' }, { code = 2, label = 'Two' }]\nnets = [{ id = 'any', label = 'Any', codes = [1] }]\n";
    let files = PlanFiles { survey: text(survey), codebook: text(codebook), ..PlanFiles::default() };
    let plan = read_plan(&files).unwrap_or_else(|problems| panic!("{problems:?}"));
    assert_eq!(figures_batch(&plan.survey, &[]).expect("figures").schema(), FIGURES.schema());
    assert_eq!(findings_batch(&[]).expect("findings").schema(), FINDINGS.schema());
    assert_eq!(verdicts_batch(&[]).expect("verdicts").schema(), VERDICTS.schema());
    assert_eq!(questions_batch(&plan.codebook).expect("questions").schema(), QUESTIONS.schema());
    let options = options_batch(&plan.codebook).expect("options");
    assert_eq!(options.schema(), OPTIONS.schema());
    assert_eq!(format!("{:?}", options.column(5)).matches("m_1").count(), 1);
}
