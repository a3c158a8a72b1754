//! Problems with a pipeline's files: each a value with its place, reported together.

use std::sync::Arc;

use miette::{Diagnostic, LabeledSpan, NamedSource, SourceCode};
use thiserror::Error;

/// One problem with one file of a pipeline.
#[derive(Debug, Clone, Error)]
#[error("{message}")]
pub struct Problem {
    message: String,
    hint: Option<String>,
    span: Option<std::ops::Range<usize>>,
    source_code: Arc<NamedSource<String>>,
}

impl Problem {
    /// A problem somewhere in `file`, whose text is `text`, at the byte range `span`.
    #[must_use]
    pub fn new(
        file: &Arc<NamedSource<String>>,
        span: Option<std::ops::Range<usize>>,
        message: impl Into<String>,
    ) -> Self {
        Self { message: message.into(), hint: None, span, source_code: Arc::clone(file) }
    }

    /// The same problem with advice on a line of its own.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// `file:line:column`, both counted from one; the file alone where the problem is of the whole file.
    #[must_use]
    pub fn place(&self) -> String {
        let name = self.source_code.name();
        let Some(span) = &self.span else { return name.to_owned() };
        let text = self.source_code.inner();
        let before = &text[..span.start.min(text.len())];
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().map_or(0, |tail| tail.chars().count()) + 1;
        format!("{name}:{line}:{column}")
    }
}

impl Diagnostic for Problem {
    fn help<'a>(&'a self) -> Option<Box<dyn std::fmt::Display + 'a>> {
        self.hint.as_ref().map(|hint| Box::new(hint) as Box<dyn std::fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.span.as_ref().map(|_| self.source_code.as_ref() as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let span = self.span.clone()?;
        Some(Box::new(std::iter::once(LabeledSpan::new_with_span(None, span))))
    }
}

/// Every problem of a plan.
#[derive(Debug, Clone, Error, Diagnostic)]
#[error("{} problem{} in the pipeline's files", .0.len(), if .0.len() == 1 { "" } else { "s" })]
pub struct Problems(#[related] pub Vec<Problem>);
