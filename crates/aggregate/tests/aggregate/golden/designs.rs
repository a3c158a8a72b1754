//! The designs of the golden file, as survey.toml declares them.

const DISTRICTS: &str = "[[design.stage]]\nclusters = 'dnum'\npopulation_from = 'fpc'\n";
const REFERENCES: &str =
    "[[reference]]\nname = 'types'\npath = 'types.csv'\n[[reference]]\nname = 'growth'\npath = 'growth.csv'\n";
const BY_TYPE: &str = "[[weights.target]]\nreference = 'types'\nsize = 'schools'\nby = { stype = 'type' }\n";
const BY_GROWTH: &str = "[[weights.target]]\nreference = 'growth'\nsize = 'schools'\nby = { sch_wide = 'met' }\n";

/// The file's intervals of domains go by the degrees of freedom of the whole design, and its design effects compare with samples
/// without replacement.
const USUAL: &str = "df = 'design'\neffect = { against = 'without_replacement' }\n";

/// What survey.toml says of a design, from `[weights]` on; of replicates that are read, their number.
pub fn declared(design: &str, replicates: usize) -> String {
    let design_of = |own: &str, stages: &str| format!("[design]\n{USUAL}{own}{stages}");
    let weights = |column: &str, more: &str| format!("[weights]\ncolumn = '{column}'\n{more}");
    let raked = |more: &str| {
        let targets = format!("{BY_TYPE}{BY_GROWTH}");
        weights("pw", &format!("method = 'rake'\n{more}{targets}{REFERENCES}")) + &design_of("", DISTRICTS)
    };
    let calibrated = |more: &str, targets: &str| {
        weights("pw", &format!("method = 'calibrate'\n{more}{targets}{REFERENCES}")) + &design_of("", DISTRICTS)
    };
    let strata = "[[design.stage]]\nstrata = 'stype'\n";
    let finite_strata = "[[design.stage]]\nstrata = 'stype'\npopulation_from = 'fpc'\n";
    let market = "[[design.stage]]\nstrata = 'stratum'\nclusters = 'psu'\n";
    let people = "[[design.stage]]\nstrata = 'SDMVSTRA'\nclusters = 'SDMVPSU'\n";
    let columns = format!("columns = {{ prefix = 'rw', count = {replicates} }}\n");
    let read = |keys: &str| weights("pw", "") + &design_of("", &format!("[design.replicates]\n{keys}{columns}"));
    let both = format!("{BY_TYPE}{BY_GROWTH}");
    match design {
        "apisrs" => weights("pw", "") + &design_of("", "[[design.stage]]\npopulation_from = 'fpc'\n"),
        "apistrat" | "apistrat_subE" => weights("pw", "") + &design_of("", finite_strata),
        "apistrat_deffwr" => {
            let declared = weights("pw", "") + &design_of("", finite_strata);
            declared.replace("'without_replacement'", "'with_replacement'")
        }
        "apistrat_nofpc" => weights("pw", "") + &design_of("", strata),
        "apiclus1" | "apiclus1_sub" => weights("pw", "") + &design_of("", DISTRICTS),
        "strat_post" => {
            weights("pw", &format!("method = 'post_stratify'\n{BY_GROWTH}{REFERENCES}")) + &design_of("", finite_strata)
        }
        "clus1_post" => {
            weights("pw", &format!("method = 'post_stratify'\n{BY_TYPE}{REFERENCES}")) + &design_of("", DISTRICTS)
        }
        "clus1_rake" => raked(""),
        "clus1_raketrim" => raked("limits = [20, 40]\ntrim = 'strict'\n"),
        "clus1_trim" => raked("limits = [0, 50]\ntrim = 'once'\n"),
        "clus1_greg" => {
            let score = "[[weights.target]]\nnumber = 'api99'\ntotal = 3914069\n";
            calibrated("", &format!("{BY_TYPE}{score}"))
        }
        "clus1_calrake" => calibrated("distance = 'raking'\n", &both),
        "clus1_callogit" => calibrated("distance = 'logit'\nbounds = [0.4, 3.0]\n", &both),
        "clus1_callinb" => calibrated("bounds = [0.5, 2.0]\n", &both),
        "rep_jk1_clus1" => {
            weights("pw", "") + &design_of("", &format!("[design.replicates]\nmethod = 'jk1'\n{DISTRICTS}"))
        }
        "rep_jk1_clus1_mse" => {
            weights("pw", "") + &design_of("", &format!("[design.replicates]\nmethod = 'jk1'\nmse = true\n{DISTRICTS}"))
        }
        "rep_jk1_raked" => {
            let jackknife = format!("[design.replicates]\nmethod = 'jk1'\n{DISTRICTS}");
            weights("pw", &format!("method = 'rake'\n{both}{REFERENCES}")) + &design_of("", &jackknife)
        }
        "rep_jkn_strat" => {
            weights("pw", "") + &design_of("", &format!("[design.replicates]\nmethod = 'jkn'\n{finite_strata}"))
        }
        // 1 / (R - 1) times 15 / 14, of the bootstrap of Canty and Davison.
        "rep_boot_clus1" => {
            read(&format!("method = 'bootstrap'\nscale = {:?}\n", 15.0 / 14.0 / (replicates as f64 - 1.0)))
        }
        "rep_subboot_strat" | "synth_boot200" => read("method = 'bootstrap'\n"),
        "synth_sdr" => read("method = 'successive_differences'\n"),
        "nhanes" => weights("WTMEC2YR", "") + &design_of("nest = true\n", people),
        "nhanes_jkn" => {
            weights("WTMEC2YR", "")
                + &design_of("nest = true\n", &format!("[design.replicates]\nmethod = 'jkn'\n{people}"))
        }
        "synth_w" => weights("w", "") + &design_of("", ""),
        "synth_rim" | "synth_rim_trim" => {
            let target = |name: &str| {
                format!("[[weights.target]]\nreference = '{name}s'\nsize = 'people'\nby = {{ {name} = '{name}' }}\n")
            };
            let reference = |name: &str| format!("[[reference]]\nname = '{name}s'\npath = '{name}.csv'\n");
            let names = ["gender", "age", "region"];
            let limits = if design == "synth_rim" { "" } else { "limits = [0.5, 3.0]\ntrim = 'strict'\n" };
            let targets: String = names.map(target).concat();
            format!("[weights]\nmethod = 'rake'\n{limits}{targets}{}", names.map(reference).concat())
                + &design_of("", "")
        }
        name => {
            let single = match name.rsplit('_').next() {
                Some("remove") => "remove",
                Some("certainty") => "certainty",
                Some("average") => "average",
                _ => "adjust",
            };
            let in_domains = if name == "synth_domlonely_TRUE" { "single_cluster_in_domains = 'treat'\n" } else { "" };
            let population = if name.starts_with("synth_fpc") { "population_from = 'Nh'\n" } else { "" };
            let own = format!("nest = true\nsingle_cluster = '{single}'\n{in_domains}");
            weights("w", "") + &design_of(&own, &format!("{market}{population}"))
        }
    }
}

/// The respondents that a design of the file is restricted to.
pub fn subset(design: &str) -> Option<&'static str> {
    match design {
        "apistrat_subE" => Some("stype <> 1 and enroll > 400"),
        "apiclus1_sub" => Some("comp_imp = 2"),
        "synth_domlonely_FALSE" | "synth_domlonely_TRUE" => Some("region = 4 and age = 1"),
        _ => None,
    }
}
