//! What must hold of every sample, held against hundreds of them.

mod random;
mod table;

use random::{ANSWERS, COLUMNS, Drawn, Random, Sample, policy};
use table::{Shares, column_covariances, column_shares};
use topline_estimate::column_letters::column_pairs;
use topline_estimate::contrast::{contrast, group_means};
use topline_estimate::covariance::Extent;
use topline_estimate::estimate::Estimate;
use topline_estimate::frame::{ClusterCodes, Frame, read_frame};
use topline_estimate::inference::{Domain, EstimateError, infer_from_sums};
use topline_estimate::mean::{Mean, finish_mean, mean, ratio, total, variance};
use topline_estimate::moments::Moments;
use topline_estimate::proportion::{category_totals, proportions};
use topline_estimate::proportion_interval::{ProportionInterval, proportion, proportion_interval};
use topline_estimate::quantile::quantile;
use topline_estimate::quantile_rule::QuantileRule;
use topline_estimate::replicate::Centre;
use topline_estimate::replication::{balanced, jackknife};
use topline_estimate::sums::UnitSums;

const SAMPLES: u64 = 400;

/// The numbers of an estimate, or why there are none.
type Found = Result<Vec<u64>, EstimateError>;

fn bits(estimate: &Estimate) -> Vec<u64> {
    let numbers = [estimate.x, estimate.x_se, estimate.n_weighted, estimate.n_effective, estimate.n as f64];
    numbers.map(f64::to_bits).to_vec()
}

fn bits_of(found: Result<Estimate, EstimateError>) -> Found {
    found.map(|estimate| bits(&estimate))
}

fn categories(sample: &Sample) -> Vec<usize> {
    sample.answer.iter().map(|&answer| usize::from(answer).min(ANSWERS - 1)).collect()
}

/// Every estimate of a sample over a domain.
fn estimates(sample: &Sample, domain: Domain) -> Vec<Found> {
    let design = sample.design();
    let y = &sample.y;
    let mut found = vec![
        bits_of(mean(&design, y, domain)),
        bits_of(total(&design, y, domain)),
        bits_of(variance(&design, y, domain)),
        bits_of(ratio(&design, y, &sample.population, domain)),
    ];
    for levels in [proportions, category_totals].map(|by| by(&design, &categories(sample), ANSWERS, domain)) {
        found.push(levels.map(|(estimates, _)| estimates.iter().flat_map(bits).collect()));
    }
    for name in ["math", "school", "hf7"] {
        let rule = QuantileRule::named(name).expect("a rule");
        let value = quantile(&design, y, 0.4, domain, rule);
        found.push(Ok(value.map_or_else(|_| Vec::new(), |value| vec![value.to_bits()])));
    }
    found
}

fn frame_of(sample: &Sample) -> (Frame, Vec<u32>) {
    read_frame(sample.rows(), &sample.stages(), ClusterCodes::WithinStrata).expect("a frame")
}

fn codes(of: &[u8]) -> Vec<u16> {
    of.iter().map(|&code| code.into()).collect()
}

/// The table of answers by columns.
fn table_of(sample: &Sample) -> Shares {
    let (answers, columns) = (codes(&sample.answer), codes(&sample.column));
    column_shares(&sample.design(), (&answers, ANSWERS), &[(&columns, COLUMNS)]).remove(0).expect("rows")
}

fn table_bits(table: &Shares) -> Vec<Option<[u64; 3]>> {
    table.iter().map(|share| share.map(|share| [share.x, share.x_se, share.df].map(f64::to_bits))).collect()
}

fn near(found: f64, expect: f64) -> bool {
    (found - expect).abs() <= 1e-9 * expect.abs() + 1e-13
}

#[test]
fn permuting_rows_changes_no_bit() {
    for seed in 0..SAMPLES {
        let sample = Sample::new(seed);
        let shuffled = sample.in_order(&Random(seed ^ 0xFFFF).order(sample.rows()));
        let whole = estimates(&sample, Domain::Whole);
        assert_eq!(whole, estimates(&shuffled, Domain::Whole), "sample {seed}");
        let part = estimates(&sample, Domain::Where(&sample.domain));
        assert_eq!(part, estimates(&shuffled, Domain::Where(&shuffled.domain)), "sample {seed}");
        let tables = [&sample, &shuffled].map(|sample| table_bits(&table_of(sample)));
        assert_eq!(tables[0], tables[1], "sample {seed}");
    }
}

#[test]
fn a_domain_of_all_rows_is_the_whole() {
    for seed in 0..SAMPLES {
        let sample = Sample::new(seed);
        let all = vec![true; sample.rows()];
        assert_eq!(
            estimates(&sample, Domain::Where(&all)),
            estimates(&sample, Domain::Whole),
            "sample {seed}: {:?}",
            sample.drawn
        );
    }
}

#[test]
fn the_scale_of_weights_changes_no_percentage_and_no_error() {
    for seed in 0..SAMPLES {
        let sample = Sample::new(seed);
        let before = table_of(&sample);
        let y: Vec<f64> = sample.answer.iter().map(|&answer| if answer == 0 { 1.0 } else { 0.0 }).collect();
        let interval = |sample: &Sample| {
            let found = proportion(&sample.design(), &y, Domain::Where(&sample.domain)).ok()?;
            let level = topline_estimate::estimate::Confidence::P95;
            proportion_interval(&found, ProportionInterval::Logit, level).ok()
        };
        for factor in [1000.0, 1.0 / 3.0] {
            let scaled = sample.scaled(factor);
            for (before, after) in before.iter().zip(&table_of(&scaled)) {
                assert_eq!(before.is_some(), after.is_some());
                if let Some((before, after)) = before.zip(*after) {
                    assert!(near(after.x, before.x) && near(after.x_se, before.x_se), "sample {seed} by {factor}");
                }
            }
            let (before, after) = (interval(&sample), interval(&scaled));
            assert_eq!(before.is_some(), after.is_some());
            if let Some((before, after)) = before.zip(after) {
                assert!(near(after.x_low, before.x_low) && near(after.x_upp, before.x_upp), "sample {seed}");
            }
        }
        // By a power of two nothing is rounded otherwise.
        let [before, after] = [&sample, &sample.scaled(4.0)].map(|sample| {
            let (shares, _) = proportions(&sample.design(), &categories(sample), ANSWERS, Domain::Whole).expect("rows");
            shares.iter().map(|share| [share.x, share.x_se, share.n_effective].map(f64::to_bits)).collect::<Vec<_>>()
        });
        assert_eq!(before, after, "sample {seed}");
    }
}

#[test]
fn replicates_and_linearised_errors_agree_on_totals() {
    // Theory: a total is linear in the weights, so the jackknife's variance is the linearised one, with the finite
    // population correction of the first stage; of half samples too, where each stratum has two clusters.
    let mut compared = [0, 0];
    for seed in 0..SAMPLES {
        let sample = Sample::new(seed);
        if !matches!(sample.drawn, Drawn::WithReplacement | Drawn::FromSizes) {
            continue;
        }
        let design = sample.design();
        for domain in [Domain::Whole, Domain::Where(&sample.domain)] {
            let Ok(linearised) = total(&design, &sample.y, domain) else {
                continue;
            };
            for centre in [Centre::Mean, Centre::Estimate] {
                let replicated = jackknife(&design, centre).expect("two clusters or more");
                let found = total(&replicated, &sample.y, domain).expect("a total");
                assert!(near(found.x_se, linearised.x_se), "sample {seed}: {} {}", found.x_se, linearised.x_se);
                compared[0] += 1;
            }
            if let Ok(replicated) = balanced(&design, 0.0, Centre::Estimate)
                && sample.drawn == Drawn::WithReplacement
            {
                let found = total(&replicated, &sample.y, domain).expect("a total");
                assert!(near(found.x_se, linearised.x_se), "sample {seed}: {} {}", found.x_se, linearised.x_se);
                compared[1] += 1;
            }
        }
    }
    assert!(compared[0] > 200 && compared[1] > 5, "{compared:?}");
}

#[test]
fn merging_states_in_any_split_changes_no_bit() {
    for seed in 0..SAMPLES {
        let sample = Sample::new(seed);
        let random = &mut Random(!seed);
        let (frame, unit_of) = frame_of(&sample);
        let parts = 1 + random.below(9);
        let part_of: Vec<usize> = (0..sample.rows()).map(|_| random.below(parts)).collect();
        let mut sums = vec![UnitSums::new(&frame, 3); parts];
        for row in random.order(sample.rows()) {
            let (weight, y, part) = (sample.weights[row], sample.y[row], part_of[row]);
            sums[part].add(unit_of[row], weight, [1.0, y, y * y].into_iter().enumerate());
        }
        let mut all_sums = UnitSums::new(&frame, 3);
        for part in random.order(parts) {
            all_sums.merge(&sums[part]);
        }
        let inference = infer_from_sums(&frame, policy(), &all_sums, &Mean, Extent::All).expect("a mean");
        let mut moments = Moments::new();
        sample.weights.iter().zip(&sample.y).for_each(|(weight, y)| moments.add(*weight, *y, 1.0));
        let found = finish_mean(&inference, &moments, frame.degrees_of_freedom());
        let expect = mean(&sample.design(), &sample.y, Domain::Whole).expect("a mean");
        assert_eq!(bits(&found), bits(&expect), "sample {seed}");
    }
}

#[test]
fn a_crosstab_has_the_shares_and_errors_of_its_columns() {
    for seed in 0..SAMPLES {
        let sample = Sample::new(seed);
        let table = table_of(&sample);
        let design = sample.design();
        for column in 0..COLUMNS {
            let within =
                |row: usize| usize::from(sample.column[row]) == column && usize::from(sample.answer[row]) < ANSWERS;
            let domain: Vec<bool> = (0..sample.rows()).map(within).collect();
            let expect = proportions(&design, &categories(&sample), ANSWERS, Domain::Where(&domain));
            let found = |answer: usize| table[answer * COLUMNS + column];
            match expect {
                Ok((expect, _)) => {
                    for (answer, expect) in expect.iter().enumerate() {
                        let share = found(answer).expect("a column with rows");
                        assert!(near(share.x, expect.x), "sample {seed}: {} {}", share.x, expect.x);
                        // Where an answer is all of its column but for weights of no size, little is left of 1 - p.
                        let close = (share.x_se - expect.x_se).abs() <= 1e-9 * expect.x_se + 1e-9;
                        assert!(close, "sample {seed}: {} {}", share.x_se, expect.x_se);
                    }
                }
                Err(EstimateError::Empty) => assert!((0..ANSWERS).all(|answer| found(answer).is_none())),
                Err(error) => panic!("sample {seed}: {error}"),
            }
        }
    }
}

#[test]
fn columns_vary_together_as_their_contrasts_do() {
    let mut compared = 0;
    for seed in 0..SAMPLES {
        let sample = Sample::new(seed);
        let (answers, columns) = (codes(&sample.answer), codes(&sample.column));
        let found = column_covariances(&sample.design(), (&answers, ANSWERS), (&columns, COLUMNS));
        let known = |row: usize| usize::from(sample.answer[row]) < ANSWERS && usize::from(sample.column[row]) < COLUMNS;
        let column_of = |row: usize| usize::from(sample.column[row]);
        let domain: Vec<bool> = (0..sample.rows()).map(known).collect();
        let group: Vec<usize> = (0..sample.rows()).map(column_of).collect();
        for answer in 0..ANSWERS {
            let y: Vec<f64> =
                sample.answer.iter().map(|&own| if usize::from(own) == answer { 1.0 } else { 0.0 }).collect();
            let Ok(means) = group_means(&sample.design(), &y, &group, COLUMNS, Domain::Where(&domain)) else {
                continue;
            };
            let found = &found.as_ref().expect("weight in each column")[answer];
            let df = sample.design().degrees_of_freedom();
            compared += 1;
            for (first, second) in column_pairs(COLUMNS) {
                let mut coefficients = [0.0; COLUMNS];
                (coefficients[first], coefficients[second]) = (1.0, -1.0);
                let expect = contrast(&means, &coefficients, df);
                let variance = found[(first, first)] + found[(second, second)] - 2.0 * found[(first, second)];
                let close = (variance.max(0.0).sqrt() - expect.x_se).abs() <= 1e-9 * expect.x_se + 1e-9;
                assert!(close, "sample {seed}: {} {}", variance.sqrt(), expect.x_se);
            }
        }
    }
    assert!(compared > 1_000, "{compared}");
}
