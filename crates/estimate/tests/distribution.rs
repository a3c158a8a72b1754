//! Distribution functions against values of other programs and closed forms.

#![expect(clippy::unreadable_literal, clippy::excessive_precision, reason = "values as another program printed them")]

use topline_estimate::distribution::{Beta, ChiSquare, FRatio, Normal, Student};

fn check(found: f64, expect: f64) {
    assert!((found - expect).abs() <= 1e-12 * expect.abs(), "{found:e} is not {expect:e}");
}

#[test]
fn probabilities_and_quantiles_agree_with_arithmetic_of_thirty_digits() {
    // Values from series summed in mpmath at 30 digits.
    check(Student { df: 1_f64 }.two_sided(12.5_f64), 0.050821347332231791);
    check(Student { df: 14_f64 }.two_sided(2.5_f64), 0.025466664614062181);
    check(Student { df: 199_f64 }.two_sided(1.96_f64), 0.051391833904160146);
    check(Student { df: 3.5_f64 }.two_sided(0.001_f64), 0.99925645547186677);
    check(Student { df: 8590_f64 }.two_sided(5.0_f64), 5.8464233728729138e-7);
    check(Student { df: 1_f64 }.quantile(0.97499999999999998_f64), 12.706204736174693);
    check(Student { df: 14_f64 }.quantile(0.97499999999999998_f64), 2.1447866879178033);
    check(Student { df: 199_f64 }.quantile(0.97499999999999998_f64), 1.9719565442517534);
    check(Student { df: 605_f64 }.quantile(0.995_f64), 2.5839800204819665);
    check(Student { df: 0.5_f64 }.quantile(0.90000000000000002_f64), 10.270324410234511);
    check(Student { df: 1500_f64 }.quantile(0.97499999999999998_f64), 1.9615467538950182);
    check(FRatio { upper: 2_f64, lower: 398_f64 }.above(13.5_f64), 2.1248792847969758e-6);
    check(FRatio { upper: 1.5_f64, lower: 20.25_f64 }.above(0.29999999999999999_f64), 0.68140548742102306);
    check(FRatio { upper: 1_f64, lower: 199_f64 }.above(343.89999999999998_f64), 3.02779945224859e-45);
    check(FRatio { upper: 10_f64, lower: 5000_f64 }.above(1.01_f64), 0.4319482049383359);
    check(ChiSquare { df: 1_f64 }.above(3.8399999999999999_f64), 0.050043521248705103);
    check(ChiSquare { df: 1_f64 }.below(3.8399999999999999_f64), 0.9499564787512949);
    check(ChiSquare { df: 2.5_f64 }.above(100.0_f64), 5.6863298578378289e-22);
    check(ChiSquare { df: 2.5_f64 }.below(100.0_f64), 1.0);
    check(ChiSquare { df: 300_f64 }.above(250.0_f64), 0.983802950207645);
    check(ChiSquare { df: 300_f64 }.below(250.0_f64), 0.016197049792355001);
    check(ChiSquare { df: 300_f64 }.above(420.0_f64), 5.6157687819375418e-6);
    check(ChiSquare { df: 300_f64 }.below(420.0_f64), 0.99999438423121806);
    check(ChiSquare { df: 0.3_f64 }.above(0.01_f64), 0.51620446569814684);
    check(ChiSquare { df: 0.3_f64 }.below(0.01_f64), 0.48379553430185316);
    check(ChiSquare { df: 20000_f64 }.above(20100.0_f64), 0.30765755929743444);
    check(ChiSquare { df: 20000_f64 }.below(20100.0_f64), 0.69234244070256556);
    check(ChiSquare { df: 1_f64 }.quantile(0.94999999999999996_f64), 3.8414588206941244);
    check(ChiSquare { df: 7.3_f64 }.quantile(0.001_f64), 0.67199007909057455);
    check(ChiSquare { df: 199_f64 }.quantile(0.5_f64), 198.33373183841685);
    check(Beta { a: 0.5_f64, b: 30.5_f64 }.quantile(0.025000000000000001_f64), 1.6231861223464315e-5);
    check(Beta { a: 4_f64, b: 997_f64 }.quantile(0.025000000000000001_f64), 0.0010909079877259719);
    check(Beta { a: 163.2_f64, b: 37.9_f64 }.quantile(0.97499999999999998_f64), 0.86240572031317407);
    check(Beta { a: 500.5_f64, b: 500.5_f64 }.quantile(0.025000000000000001_f64), 0.4690477126991139);
    check(Beta { a: 0.5_f64, b: 0.5_f64 }.quantile(0.29999999999999999_f64), 0.20610737385376342);
    check(Beta { a: 1.2_f64, b: 8000_f64 }.quantile(0.97499999999999998_f64), 0.00051203349154970196);
    check(Beta { a: 0.5_f64, b: 30.5_f64 }.below(0.001_f64), 0.19434353562210502);
    check(Beta { a: 3000_f64, b: 7000_f64 }.below(0.31_f64), 0.9850563286366903);
    check(Beta { a: 0.2_f64, b: 5000_f64 }.below(0.0001_f64), 0.87877138270482336);
    check(Beta { a: 40_f64, b: 0.3_f64 }.below(0.999_f64), 0.58065499926501926);
    check(Normal.above(0.29999999999999999_f64), 0.38208857781104737);
    check(Normal.above(1.96_f64), 0.024997895148220436);
    check(Normal.above(8.5_f64), 9.4795348222033184e-18);
    check(Normal.quantile(0.97499999999999998_f64), 1.9599639845400539);
    check(Normal.quantile(0.0001_f64), -3.7190164854556806);
    check(Normal.quantile(0.59999999999999998_f64), 0.25334710313579974);
}

#[test]
fn closed_forms_hold() {
    // t with 1 degree is Cauchy, chi-square with 2 is exponential, beta(1, b) a power.
    check(Student { df: 1.0 }.above(1.0), 0.25);
    check(ChiSquare { df: 2.0 }.above(3.0), (-1.5_f64).exp());
    check(Beta { a: 1.0, b: 4.0 }.above(0.3), 0.7_f64.powi(4));
    check(FRatio { upper: 2.0, lower: f64::INFINITY }.above(1.5), (-1.5_f64).exp());
    check(Student { df: f64::INFINITY }.quantile(0.975), Normal.quantile(0.975));
}

#[test]
fn large_shapes_have_the_quantiles_of_r() {
    // R: qbeta(0.025, 2e9, 3e9) and so on; beyond, a distribution so narrow that it is its mean.
    check(Beta { a: 2e9, b: 3e9 }.quantile(0.025), 0.39998642100907916);
    check(Beta { a: 2e9, b: 3e9 }.quantile(0.975), 0.4000135790666931);
    check(Beta { a: 5e9, b: 1.5e9 }.quantile(0.3), 0.76922802878929419);
    check(Beta { a: 1e30, b: 3e30 }.quantile(0.975), 0.25);
}
