# 1,000 random designs and what R's survey package makes of them: `random_designs.csv`, which a test compares with topline.
#
# Rscript random_designs.R OUT [FIRST LAST] with survey 4.5. Samples are drawn by a generator of integers that is exact in
# doubles (Park and Miller 1988), so that the test makes the same ones: `crates/aggregate/tests/aggregate/random_designs`.
# Weights are whole numbers, so that sums of them are exact, and quantiles do not depend on rounding.

suppressMessages(library(survey))
stopifnot(packageVersion("survey") == "4.5")
arguments <- commandArgs(TRUE)
range <- if (length(arguments) > 2) as.integer(arguments[2:3]) else c(1L, 1000L)

state <- 1
draw <- function() { state <<- (state * 16807) %% 2147483647; state / 2147483647 }
below <- function(n) floor(draw() * n)
chance <- function(p) draw() < p

# A sample: its rows, and how it is declared.
sample_of <- function(number) {
  state <<- (number * 48271 + 12345) %% 2147483647
  for (skipped in 1:20) draw()
  kind <- c("simple", "strata", "clusters", "stages", "poststrata", "jackknife")[below(6) + 1]
  policy <- c("remove", "certainty", "adjust", "average")[below(4) + 1]
  treat <- policy %in% c("adjust", "average") && chance(0.3)
  finite <- kind == "stages" || (kind %in% c("strata", "clusters") && chance(0.5))
  lonely <- kind %in% c("strata", "clusters", "poststrata") && chance(0.3)
  rows <- list()
  add <- function(stratum, cluster, clusters_of, rows_of) {
    rows[[length(rows) + 1]] <<- c(
      h = stratum, c = cluster, N = clusters_of, n = rows_of, w = 1 + below(9), y = below(60) + below(41),
      x = 1 + below(20), a = 1 + min(below(4), 2), b = 1 + below(2), d = 1 + below(3), g = 1 + below(2))
  }
  strata <- if (kind == "simple") 1 else 2 + below(4)
  for (stratum in 1:strata) {
    if (kind == "simple") {
      for (row in 1:(60 + below(60))) add(1, 1, 0, 0)
    } else if (kind == "strata") {
      size <- if (lonely && stratum > 1 && chance(0.3)) 1 else 4 + below(25)
      drawn_from <- size * (1 + below(5))
      for (row in 1:size) add(stratum, 1, drawn_from, 0)
    } else {
      clusters <- if (lonely && stratum > 1 && chance(0.3)) 1 else 2 + below(4)
      clusters_of <- clusters + below(8)
      for (cluster in 1:clusters) {
        size <- 2 + below(9)
        rows_of <- size + below(20)
        for (row in 1:size) add(stratum, 100 * stratum + cluster, clusters_of, rows_of)
      }
    }
  }
  data <- as.data.frame(do.call(rbind, rows))
  list(kind = kind, policy = policy, treat = treat, finite = finite, data = data)
}

design_of <- function(drawn) {
  data <- drawn$data
  data$row <- seq_len(nrow(data))
  data$one <- factor(data$a)
  data$other <- factor(data$b)
  options(survey.lonely.psu = drawn$policy, survey.adjust.domain.lonely = drawn$treat)
  finite <- if (drawn$finite) ~N else NULL
  clustered <- function(fpc) svydesign(ids = ~c, strata = ~h, weights = ~w, fpc = fpc, data = data)
  switch(drawn$kind,
    simple = svydesign(ids = ~1, weights = ~w, data = data),
    strata = svydesign(ids = ~1, strata = ~h, weights = ~w, fpc = finite, data = data),
    clusters = clustered(finite),
    stages = svydesign(ids = ~c + row, strata = ~h, weights = ~w, fpc = ~N + n, data = data),
    poststrata = postStratify(clustered(NULL), ~g, data.frame(g = c(1, 2), Freq = c(700, 500))),
    jackknife = as.svrepdesign(clustered(NULL), type = "JKn", mse = FALSE))
}

# The numbers of a domain; NA where R has none.
numbers_of <- function(design) {
  tried <- function(size, of) tryCatch(of(), error = function(problem) rep(NA_real_, size))
  df <- degf(design)
  c(df,
    tried(4, function() {
      mean <- svymean(~y, design, deff = "replace")
      c(coef(mean), SE(mean), confint(mean, df = df)[2], deff(mean))
    }),
    tried(2, function() { total <- svytotal(~y, design); c(coef(total), SE(total)) }),
    tried(2, function() { ratio <- svyratio(~y, ~x, design); c(coef(ratio), SE(ratio)) }),
    tried(3, function() {
      part <- svyciprop(~I(a == 2), design, method = "xlogit", df = df)
      c(coef(part), attr(part, "ci"))
    }),
    tried(2, function() attr(svyciprop(~I(a == 2), design, method = "beta"), "ci")),
    tried(4, function() {
      found <- svyquantile(~y, design, 0.5, interval.type = "mean", qrule = "math", df = df)
      found <- found[[1]][1, ]
      c(found["quantile"], found["se"], found["ci.2.5"], found["ci.97.5"])
    }),
    tried(3, function() {
      means <- svyby(~y, ~b, design, svymean, covmat = TRUE)
      change <- svycontrast(means, c(-1, 1))
      c(coef(change), SE(change), 2 * pt(-abs(coef(change) / SE(change)), df))
    }),
    tried(4, function() {
      kept <- weights(design, "sampling") > 0
      if (any(table(design$variables$a[kept], design$variables$b[kept]) == 0)) stop("an empty cell")
      test <- svychisq(~one + other, design, statistic = "F")
      if (!is.finite(test$statistic) || !is.finite(test$p.value)) stop("no test")
      c(test$statistic, test$parameter, test$p.value)
    }))
}

names_of <- c("df", "mean", "mean_se", "mean_upp", "mean_deff", "total", "total_se", "ratio", "ratio_se", "part", "part_low",
  "part_upp", "beta_low", "beta_upp", "median", "median_se", "median_low", "median_upp", "change", "change_se", "change_p",
  "chisq", "ndf", "ddf", "chisq_p")
file <- file(arguments[1], "w")
writeLines(paste(c("design", "domain", "n", names_of), collapse = ","), file)
for (number in range[1]:range[2]) {
  design <- suppressWarnings(design_of(sample_of(number)))
  parts <- list(whole = design, d = subset(design, d == 1), db = subset(design, d == 1 & g == 2))
  for (domain in names(parts)) {
    part <- parts[[domain]]
    found <- suppressWarnings(numbers_of(part))
    found <- ifelse(is.finite(found), formatC(found, digits = 11, format = "g", width = 1), "")
    writeLines(paste(c(number, domain, nrow(part), found), collapse = ","), file)
  }
}
close(file)
