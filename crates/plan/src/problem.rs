//! Problems with a pipeline's files: each what is wrong, and where, reported together.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use miette::{
    Diagnostic, LabeledSpan, MietteError, MietteSpanContents, NamedSource, SourceCode, SourceSpan, SpanContents,
};
use thiserror::Error;

use crate::fault::FileFault;

/// One problem with one file of a pipeline.
#[derive(Debug, Clone)]
pub struct Problem {
    fault: Arc<dyn FileFault>,
    span: Option<Range<usize>>,
    source_code: Arc<NamedSource<String>>,
}

impl Problem {
    /// What is wrong with `file`, at the byte range `span` of its text.
    #[must_use]
    pub fn new(file: &Arc<NamedSource<String>>, span: Option<Range<usize>>, fault: impl FileFault + 'static) -> Self {
        Self { fault: Arc::new(fault), span, source_code: Arc::clone(file) }
    }

    /// Its name in the documentation: `codebook/unknown-scale`.
    #[must_use]
    pub fn problem_code(&self) -> &'static str {
        self.fault.code()
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

/// The longest line that is shown whole.
const LONGEST_LINE: usize = 2_000;
/// As much of a longer one is shown before the problem, and after it.
const EXCERPT: usize = 80;

impl Problem {
    /// Where the line of a place begins.
    fn line_at(&self, place: usize) -> usize {
        self.source_code.inner()[..place].rfind('\n').map_or(0, |end| end + 1)
    }

    /// The piece of the text that is shown with a place, if the lines around it are too long to be shown whole.
    fn excerpt(&self, span: &Range<usize>) -> Option<Range<usize>> {
        let text = self.source_code.inner();
        let start = text.floor_char_boundary(span.start);
        let line = self.line_at(start);
        let mut around = text[..line].rsplitn(3, '\n').take(2).chain(text[line..].splitn(3, '\n').take(2));
        if around.all(|line| line.len() <= LONGEST_LINE) && span.len() <= LONGEST_LINE {
            return None;
        }
        let from = text.floor_char_boundary(start.saturating_sub(EXCERPT)).max(line);
        let most = text.floor_char_boundary(start.saturating_add(EXCERPT));
        Some(from..text[start..most].find('\n').map_or(most, |end| start + end))
    }
}

/// The lines that are shown with the problem; of long ones a piece.
impl SourceCode for Problem {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        lines_before: usize,
        lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let Some(excerpt) = self.excerpt(&(span.offset()..span.offset() + span.len())) else {
            return self.source_code.read_span(span, lines_before, lines_after);
        };
        let text = self.source_code.inner();
        let line = self.line_at(excerpt.start);
        Ok(Box::new(MietteSpanContents::new_named(
            self.source_code.name().to_owned(),
            &text.as_bytes()[excerpt.clone()],
            (excerpt.start, excerpt.len()).into(),
            text[..line].matches('\n').count(),
            text[line..excerpt.start].chars().count(),
            1,
        )))
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.fault.fmt(f)
    }
}

impl std::error::Error for Problem {}

impl Diagnostic for Problem {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.fault.code()))
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.fault.hint().map(|hint| Box::new(hint) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.span.as_ref().map(|_| self as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let mut span = self.span.clone()?;
        if let Some(excerpt) = self.excerpt(&span) {
            span = span.start.min(excerpt.end)..span.end.min(excerpt.end);
        }
        Some(Box::new(std::iter::once(LabeledSpan::new_with_span(None, span))))
    }
}

/// Every problem of a plan.
#[derive(Debug, Clone, Error, Diagnostic)]
#[error("{} problem{} in the pipeline's files", .0.len(), if .0.len() == 1 { "" } else { "s" })]
pub struct Problems(#[related] pub Vec<Problem>);
