//! Tables of market research: several answers, ranks, nets and net promoter scores.

use topline_estimate::design::Design;
use topline_estimate::inference::Domain;
use topline_estimate::mean::mean;

use crate::answer::Fields;
use crate::data::{Data, both};
use crate::row::Row;

pub fn market(row: &Row, data: &Data, design: &Design) -> Fields {
    let within = data.condition(&row.domain);
    let yes = |name: &str| data.condition(&format!("{name}=1"));
    match row.statistic.as_str() {
        "mr_cases_pct" => {
            let base = both(&data.present(&row.variable), &within);
            let chosen = both(&yes(&row.variable), &base);
            let mut fields = share(design, &chosen, &base, 100.0);
            // "None of these" (99) is no response.
            let options = ["1", "2", "3", "4", "5", "6"];
            let mut responses = (0.0, 0.0);
            for option in options {
                let (weighted, n) = size(design, &both(&yes(&format!("q2_{option}")), &base));
                responses = (responses.0 + weighted, responses.1 + n);
            }
            let (weighted, n) = size(design, &chosen);
            let (base_weighted, base_n) = size(design, &base);
            fields.extend([
                ("n", n),
                ("wn", weighted),
                ("base_n", base_n),
                ("base_w", base_weighted),
                ("pct_of_responses", 100.0 * weighted / responses.0),
                ("responses_n", responses.1),
            ]);
            fields
        }
        "net_pct" => {
            let base = both(&data.present("q2_1"), &within);
            let net: Vec<bool> = yes("q2_1").iter().zip(yes("q2_2")).map(|(a, b)| *a || b).collect();
            let mut fields = share(design, &both(&net, &base), &base, 100.0);
            fields.push(("n", size(design, &both(&net, &base)).1));
            fields.push(("base_n", size(design, &base).1));
            fields
        }
        "rank_pct" => {
            let (place, item) = row.variable[7..].split_once('=').expect("a rank");
            let name = format!("q4_r{place}");
            let base = both(&data.present(&name), &within);
            let chosen = both(&data.condition(&format!("{name}={item}")), &base);
            let mut fields = share(design, &chosen, &base, 100.0);
            fields.push(("n", size(design, &chosen).1));
            fields
        }
        "rank_top3_pct" | "rank_mean" => {
            let item = row.variable.trim_start_matches("q4 any=").trim_start_matches("q4 item");
            let mut rank = vec![0.0; data.rows];
            for (place, name) in [(1.0, "q4_r1"), (2.0, "q4_r2"), (3.0, "q4_r3")] {
                for (rank, own) in rank.iter_mut().zip(data.condition(&format!("{name}={item}"))) {
                    *rank += if own { place } else { 0.0 };
                }
            }
            let ranked: Vec<bool> = rank.iter().map(|&rank| rank > 0.0).collect();
            let ranked = both(&ranked, &within);
            let mut fields = if row.statistic == "rank_mean" {
                let estimate = mean(design, &rank, Domain::Where(&ranked)).expect("a mean");
                vec![("estimate", estimate.x)]
            } else {
                share(design, &ranked, &within, 100.0)
            };
            fields.push(("n", size(design, &ranked).1));
            fields
        }
        _ => {
            let score: Vec<f64> = data
                .numbers("nps")
                .iter()
                .map(|&score| {
                    if score >= 9.0 {
                        100.0
                    } else if score <= 6.0 {
                        -100.0
                    } else {
                        0.0
                    }
                })
                .collect();
            let domain = both(&data.present("nps"), &within);
            let estimate = mean(design, &score, Domain::Where(&domain)).expect("a mean");
            vec![("estimate", estimate.x), ("se", estimate.x_se), ("n", estimate.n as f64)]
        }
    }
}

fn share(design: &Design, chosen: &[bool], base: &[bool], scale: f64) -> Fields {
    let y: Vec<f64> = chosen.iter().map(|&own| if own { scale } else { 0.0 }).collect();
    let estimate = mean(design, &y, Domain::Where(base)).expect("a share");
    vec![("estimate", estimate.x), ("se", estimate.x_se)]
}

fn size(design: &Design, rows: &[bool]) -> (f64, f64) {
    let weights: Vec<f64> =
        design.weights().iter().zip(rows).filter_map(|(&weight, &own)| own.then_some(weight)).collect();
    (weights.iter().sum(), weights.len() as f64)
}
