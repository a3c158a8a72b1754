//! The values that the labels of a scale have.

/// A scale of those labels that it knows: at least two, and three quarters of all.
pub(crate) fn mostly(labels: &[&str], value: impl Fn(&str) -> Option<f64>) -> Option<Vec<Option<f64>>> {
    let values: Vec<Option<f64>> = labels.iter().map(|label| value(label)).collect();
    let known = values.iter().flatten().count();
    (known >= 2 && known * 4 >= labels.len() * 3).then_some(values)
}
