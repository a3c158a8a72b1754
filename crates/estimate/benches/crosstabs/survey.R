# Percentages and errors of each question by each break, as R's survey package gives them; prints CPU seconds, the sum of
# percentages and the sum of their errors.
if (!requireNamespace("survey", quietly = TRUE)) quit(status = 1)
suppressPackageStartupMessages(library(survey))
data <- read.csv(commandArgs(trailingOnly = TRUE)[1])
for (name in grep("^[qb]", names(data), value = TRUE)) data[[name]] <- factor(data[[name]])
design <- svydesign(ids = ~cluster, strata = ~stratum, weights = ~w, data = data)
percent <- 0
percent_se <- 0
time <- system.time(for (q in c("q1", "q2")) for (b in paste0("b", 1:6)) {
  table <- svyby(as.formula(paste0("~", q)), as.formula(paste0("~", b)), design, svymean, na.rm = TRUE)
  percent <- percent + 100 * sum(coef(table))
  percent_se <- percent_se + 100 * sum(as.matrix(SE(table)))
})
cat(sprintf("%.3f %.15g %.15g\n", sum(time[1:2]), percent, percent_se))
