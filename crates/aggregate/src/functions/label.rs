//! `label(question, code)`: the label of an option, by the codebook.
//!
//! A code that the question does not have is an error, as is an unknown question: a slip in a query must not become a blank
//! label. Null where the question or the code is null.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use arrow::array::{Array, AsArray, StringBuilder};
use arrow::datatypes::{DataType, Field, FieldRef, Int64Type};
use datafusion::common::{Result, ScalarValue, internal_err, plan_err};
use datafusion::logical_expr::{
    ColumnarValue, Documentation, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDFImpl, Signature, Volatility,
};
use topline_survey::{Codebook, nearest};

use super::section::SECTION;

/// Names and codes that an error lists at most.
const LISTED: usize = 12;

static DOCUMENTATION: LazyLock<Documentation> = LazyLock::new(|| {
    Documentation::builder(
        SECTION,
        "The label of an option, by the codebook. A question or code that the codebook does not have is an error. \
         Null where the question or the code is null.",
        "label(question, code)",
    )
    .with_argument("question", "The name of the question")
    .with_argument("code", "The code of one of its options")
    .build()
});

#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct LabelFunction {
    questions: BTreeMap<String, BTreeMap<i64, String>>,
    signature: Signature,
}

impl LabelFunction {
    pub(super) fn new(codebook: &Codebook) -> Self {
        let questions = codebook.questions.iter().map(|question| {
            let options = question.options().iter().map(|option| (i64::from(option.code), option.label.clone()));
            (question.id.clone(), options.collect())
        });
        Self { questions: questions.collect(), signature: Signature::user_defined(Volatility::Immutable) }
    }

    fn options(&self, question: &str) -> Result<&BTreeMap<i64, String>> {
        let Some(options) = self.questions.get(question) else {
            let near = nearest(question, self.questions.keys().map(String::as_str));
            let hint = if near.is_empty() {
                let listed = self.questions.keys().take(LISTED).map(String::as_str).collect::<Vec<_>>().join(", ");
                let more = if self.questions.len() > LISTED { " and others" } else { "" };
                format!("the questions are {listed}{more}")
            } else {
                format!("did you mean {}?", near.join(" or "))
            };
            return plan_err!("label of the unknown question `{question}`; {hint}");
        };
        if options.is_empty() {
            return plan_err!("label of `{question}`, which has no options");
        }
        Ok(options)
    }

    fn label(&self, question: &str, code: i64) -> Result<&str> {
        let options = self.options(question)?;
        let Some(label) = options.get(&code) else {
            // The nearest first, and then in order.
            let mut near: Vec<i64> = options.keys().copied().collect();
            near.sort_by_key(|known| (known.abs_diff(code), *known));
            near.truncate(LISTED);
            near.sort_unstable();
            let listed = near.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            let known = if options.len() > LISTED { "the codes nearest to it are" } else { "its codes are" };
            return plan_err!("label of the unknown code {code} of `{question}`; {known} {listed}");
        };
        Ok(label)
    }
}

impl ScalarUDFImpl for LabelFunction {
    fn name(&self) -> &'static str {
        "label"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, arguments: &[DataType]) -> Result<Vec<DataType>> {
        let [question, code] = arguments else {
            return plan_err!("label takes the name of a question and a code");
        };
        if !question.is_string() && !question.is_null() {
            return plan_err!("label takes the name of a question as text, such as 'Q1', not {question}");
        }
        if !code.is_integer() && !code.is_null() {
            return plan_err!("label takes a code, which is a whole number, not {code}");
        }
        Ok(vec![DataType::Utf8, DataType::Int64])
    }

    fn return_type(&self, _arguments: &[DataType]) -> Result<DataType> {
        Ok(DataType::Utf8)
    }

    /// A question or code that is written out is looked up before any row is read.
    fn return_field_from_args(&self, arguments: ReturnFieldArgs<'_>) -> Result<FieldRef> {
        let question = arguments.scalar_arguments.first().copied().flatten();
        if let Some(question) = question.and_then(|question| question.try_as_str().flatten()) {
            self.options(question)?;
            let code = arguments.scalar_arguments.get(1).copied().flatten();
            if let Some(ScalarValue::Int64(Some(code))) = code {
                self.label(question, *code)?;
            }
        }
        Ok(Arc::new(Field::new(self.name(), DataType::Utf8, true)))
    }

    fn invoke_with_args(&self, arguments: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let [questions, codes] = arguments.args.as_slice() else {
            return internal_err!("label has two arguments");
        };
        let questions = questions.to_array(arguments.number_rows)?;
        let codes = codes.to_array(arguments.number_rows)?;
        let mut labels = StringBuilder::with_capacity(codes.len(), codes.len() * 16);
        for (question, code) in questions.as_string::<i32>().iter().zip(codes.as_primitive::<Int64Type>()) {
            match (question, code) {
                (Some(question), Some(code)) => labels.append_value(self.label(question, code)?),
                _ => labels.append_null(),
            }
        }
        Ok(ColumnarValue::Array(Arc::new(labels.finish())))
    }

    fn documentation(&self) -> Option<&Documentation> {
        Some(&DOCUMENTATION)
    }
}
