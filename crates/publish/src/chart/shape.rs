//! What a chart is made of.

/// A chart.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Chart {
    /// All of it in words, for those who do not see it.
    pub alternative: String,
    /// Whose answers are drawn; empty where they are those of all.
    pub of: String,
    pub shape: Shape,
}

/// How a chart is drawn.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Shape {
    /// A bar for each answer.
    Bars {
        groups: Vec<BarGroup>,
        /// The base of all of them, where it is the same.
        base: Option<String>,
    },
    /// A bar of all answers for each group.
    Scale(Scale),
}

/// Bars below each other.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct BarGroup {
    /// What they have in common; empty where there is only one group.
    pub heading: String,
    pub bars: Vec<Bar>,
}

/// One bar. Lengths are percentages of the longest that can be.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Bar {
    pub label: String,
    /// Missing where no value is published.
    pub length: Option<f64>,
    /// Both ends of its interval.
    pub interval: Option<(f64, f64)>,
    /// Its value with its marks.
    pub shown: String,
    /// Whether it is a way not to answer.
    pub is_aside: bool,
}

/// Bars whose parts are answers, one for each group.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Scale {
    pub keys: Vec<ToneKey>,
    pub lines: Vec<ScaleLine>,
}

/// What a tone means.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ToneKey {
    pub tone: String,
    pub label: String,
}

/// The bar of a group. Lengths are percentages of the width of the chart.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ScaleLine {
    pub label: String,
    pub base: String,
    /// What is free before it, so that the two sides of all bars meet at one line.
    pub gap: f64,
    pub parts: Vec<ScalePart>,
    /// The answers that are not on the scale.
    pub aside: String,
}

/// A part of the bar of a group.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ScalePart {
    pub tone: String,
    pub length: f64,
    /// Its value with its marks; nothing where there is no room for it.
    pub shown: Option<String>,
}
