//! The same estimates the plain way: doubles, row by row, from the definition, with nothing of the library's sums.

use crate::sample::{Sample, Variable};
use crate::{Share, Shares};

pub fn estimate(sample: &Sample) -> Vec<Shares> {
    let mut strata: Vec<u64> = vec![0; sample.count];
    for (&cluster, &stratum) in sample.clusters.iter().zip(&sample.strata) {
        strata[cluster as usize] = stratum;
    }
    let tables = sample.questions.iter().flat_map(|question| sample.breaks.iter().map(move |own| (question, own)));
    tables.map(|(question, own)| table(sample, question, own, &strata)).collect()
}

fn table(sample: &Sample, question: &Variable, own: &Variable, strata: &[u64]) -> Shares {
    let (columns, cells) = (own.categories, question.categories * own.categories);
    let (mut weights, mut bases) = (vec![0.0; cells], vec![0.0; columns]);
    let known = || {
        let rows = question.codes.iter().zip(&own.codes).enumerate();
        rows.map(|(row, (&answer, &column))| (row, usize::from(answer), usize::from(column)))
            .filter(|&(_, answer, column)| answer < question.categories && column < columns)
    };
    for (row, answer, column) in known() {
        weights[answer * columns + column] += sample.weights[row];
        bases[column] += sample.weights[row];
    }
    let share = |cell: usize| weights[cell] / bases[cell % columns];
    // A row's score is w (x - p) / W in each cell of its column: the first part here, the second by column.
    let mut scores = vec![0.0; sample.count * cells];
    let mut sizes = vec![0.0; sample.count * columns];
    for (row, answer, column) in known() {
        let (cluster, part) = (sample.clusters[row] as usize, sample.weights[row] / bases[column]);
        scores[cluster * cells + answer * columns + column] += part;
        sizes[cluster * columns + column] += part;
    }
    let x_se = |cell: usize| {
        let mut variance = 0.0;
        for stratum in 0..=*strata.iter().max().expect("strata") {
            let clusters = (0..strata.len()).filter(|&cluster| strata[cluster] == stratum);
            let score = |cluster: usize| {
                scores[cluster * cells + cell] - share(cell) * sizes[cluster * columns + cell % columns]
            };
            let scores: Vec<f64> = clusters.map(score).collect();
            let count = scores.len() as f64;
            let mean = scores.iter().sum::<f64>() / count;
            variance += count / (count - 1.0) * scores.iter().map(|score| (score - mean).powi(2)).sum::<f64>();
        }
        variance.sqrt()
    };
    (0..cells).map(|cell| Share { x: share(cell), x_se: x_se(cell) }).collect()
}
