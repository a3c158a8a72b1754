# Values of crates/aggregate/tests/aggregate/column_tests.rs, by R and its survey package: Rscript tests/oracles/column_tests.R
suppressMessages(library(survey))
options(survey.lonely.psu = "fail", digits = 15)
u <- function(i, k) {
  x <- i * 6 + k + 1
  (x * x * 40503 + x * 30011) %% 65521 / 65521
}
i <- 0:239
psu <- i %/% 8
d <- data.frame(psu, stratum = psu %/% 10, w = 1 + (i * 37) %% 101 / 50)
d$S <- 1 + floor(3 * u(i, 0))
d$Q <- pmin(4, 1 + floor(4 * (0.7 * u(i, 1) + 0.1 * (d$S - 1) + (psu %% 5) / 20)))
d$N <- floor(10 * u(i, 2)) + (d$S > 1) + psu %% 4
for (k in 1:3) d[[paste0("M", k)]] <- as.numeric(u(i, 2 + k) < c(0.6, 0.5, 0.4)[k] + 0.1 * (d$Q == 1) * (k == 1))
d$S <- factor(d$S)
show <- function(name, ...) cat(sprintf("%-28s %s\n", name, paste(format(c(...), digits = 12), collapse = " ")))

pearson <- function(counts) {
  test <- suppressWarnings(chisq.test(counts, correct = FALSE))
  c(test$statistic, test$parameter, NA, test$p.value)
}
wald <- function(values, covariance, ddf = NA) {
  contrasts <- cbind(-1, diag(length(values) - 1))
  distances <- contrasts %*% values
  quadratic <- c(t(distances) %*% solve(contrasts %*% covariance %*% t(contrasts), distances))
  ndf <- nrow(contrasts)
  if (is.na(ddf)) return(c(quadratic, ndf, NA, pchisq(quadratic, ndf, lower.tail = FALSE)))
  c(quadratic / ndf, ndf, ddf, pf(quadratic / ndf, ndf, ddf, lower.tail = FALSE))
}
# Each column is as large as its effective base.
effective <- function(y, groups, w) {
  sapply(groups, function(own) {
    size <- sum(w[own])^2 / sum(w[own]^2)
    tapply(w[own], factor(y[own], levels = sort(unique(y))), sum, default = 0) / sum(w[own]) * size
  })
}
# The variance of each mean, and what those who are in two columns add to both.
means <- function(y, groups, w) {
  m <- sapply(groups, function(own) weighted.mean(y[own], w[own]))
  common <- function(a, b) {
    both <- groups[[a]] & groups[[b]]
    if (sum(both) < 2) return(0)
    n <- sum(both)
    product <- sum(w[both] * (y[both] - m[a]) * (y[both] - m[b])) / sum(w[both])
    product * n / (n - 1) * sum(w[both]^2) / (sum(w[groups[[a]]]) * sum(w[groups[[b]]]))
  }
  k <- length(groups)
  wald(m, outer(1:k, 1:k, Vectorize(common)), sum(Reduce(`|`, groups)) - k)
}
shares <- function(y, groups, w) {
  p <- sapply(groups, function(own) weighted.mean(y[own], w[own]))
  n <- sapply(groups, function(own) sum(w[own])^2 / sum(w[own]^2))
  pooled <- sum(p * n) / sum(n)
  common <- function(a, b) {
    both <- groups[[a]] & groups[[b]]
    sum(w[both]^2) / (sum(w[groups[[a]]]) * sum(w[groups[[b]]]))
  }
  k <- length(groups)
  wald(p, pooled * (1 - pooled) * outer(1:k, 1:k, Vectorize(common)))
}
of_test <- function(test) c(test$statistic, test$parameter, test$p.value)
# As svyranktest, but that those who are tied have the middle of the ranks that their weights take up, where R has the mean of their own.
ranks <- function(y, design) {
  w <- weights(design)
  below <- sapply(d[[y]], function(own) sum(w[d[[y]] < own]) + sum(w[d[[y]] == own]) / 2)
  design <- update(design, rankhat = below / sum(w))
  test <- regTermTest(svyglm(rankhat ~ S, design), ~S)
  show(paste("ranks of", y, "by S"), 2 * test$Ftest, test$df, test$ddf, test$p)
}
S <- lapply(levels(d$S), function(level) d$S == level)
M <- lapply(1:3, function(k) d[[paste0("M", k)]] == 1)
for (weighted in c(FALSE, TRUE)) {
  w <- if (weighted) d$w else rep(1, nrow(d))
  cat(if (weighted) "weighted\n" else "plain\n")
  design <- svydesign(~1, weights = w, data = d)
  show("Q by S", pearson(effective(d$Q, S, w)))
  for (code in 1:4) show(paste0("Q = ", code, " by S"), pearson(effective(d$Q == code, S, w)))
  show("M1 by S", pearson(effective(d$M1, S, w)))
  show("mean of N by S", means(d$N, S, w))
  show("mean of Q by S", means(d$Q, S, w))
  ranks("N", design)
  ranks("Q", design)
  show("Q = 1 by M", shares(d$Q == 1, M, w))
  show("mean of N by M", means(d$N, M, w))
}
cat("design\n")
design <- svydesign(~psu, strata = ~stratum, weights = ~w, data = d, nest = TRUE)
chisq <- function(formula) of_test(svychisq(formula, design, statistic = "F"))
show("Q by S", chisq(~Q + S))
for (code in 1:4) {
  design <- update(design, own = as.numeric(Q == code))
  show(paste0("Q = ", code, " by S"), chisq(~own + S))
}
show("M1 by S", chisq(~M1 + S))
for (y in c("N", "Q")) {
  test <- regTermTest(svyglm(as.formula(paste(y, "~ S")), design), ~S)
  show(paste("mean of", y, "by S"), test$Ftest, test$df, test$ddf, test$p)
}
ranks("N", design)
ranks("Q", design)
two <- subset(design, S != "3")
test <- svyttest(N ~ I(S == "2"), two)
show("t of N by S 1, 2", test$statistic, test$parameter, test$p.value)
# Boxes: ratios over domains that overlap, with their covariance.
for (k in 1:3) {
  design$variables[[paste0("one", k)]] <- d[[paste0("M", k)]] * (d$Q == 1)
  design$variables[[paste0("sum", k)]] <- d[[paste0("M", k)]] * d$N
}
boxes <- function(name) {
  # svyratio's matrix is of each numerator over each denominator: those of its diagonal are the columns.
  one <- svyratio(as.formula(paste("~", paste0(name, 1:3, collapse = "+"))), ~ M1 + M2 + M3, design, covmat = TRUE)
  own <- c(1, 5, 9)
  values <- diag(one$ratio)
  covariance <- vcov(one)[own, own]
  show(paste(name, "by M"), wald(values, covariance, degf(subset(design, M1 + M2 + M3 > 0)) - 2))
  for (pair in list(c(1, 2), c(1, 3), c(2, 3))) {
    v <- covariance[pair, pair]
    df <- degf(subset(design, rowSums(cbind(M1, M2, M3)[, pair]) > 0))
    t <- (values[pair[1]] - values[pair[2]]) / sqrt(v[1, 1] + v[2, 2] - 2 * v[1, 2])
    show(paste(name, pair[1], "with", pair[2]), values[pair], t, df, 2 * pt(-abs(t), df))
  }
}
boxes("one")
boxes("sum")
# Columns and the rest: z of shares by effective bases, t of means, and t of domains under the design.
z <- function(y, a, b, w) {
  p <- c(weighted.mean(y[a], w[a]), weighted.mean(y[b], w[b]))
  n <- c(sum(w[a])^2 / sum(w[a]^2), sum(w[b])^2 / sum(w[b]^2))
  pooled <- sum(p * n) / sum(n)
  z <- (p[1] - p[2]) / sqrt(pooled * (1 - pooled) * sum(1 / n))
  c(z, 2 * pnorm(-abs(z)))
}
t_of_means <- function(y, a, b, w) {
  spread <- function(own) {
    m <- weighted.mean(y[own], w[own])
    n <- sum(own)
    sum(w[own] * (y[own] - m)^2) / sum(w[own]) * n / (n - 1) * sum(w[own]^2) / sum(w[own])^2
  }
  t <- (weighted.mean(y[a], w[a]) - weighted.mean(y[b], w[b])) / sqrt(spread(a) + spread(b))
  c(t, 2 * pt(-abs(t), sum(a) + sum(b) - 2))
}
of_design <- function(y, a, b) {
  design <- update(design, y = y, a = as.numeric(a), b = as.numeric(b), ya = y * a, yb = y * b)
  one <- svyratio(~ ya + yb, ~ a + b, design, covmat = TRUE)
  v <- vcov(one)[c(1, 4), c(1, 4)]
  t <- (one$ratio[1, 1] - one$ratio[2, 2]) / sqrt(v[1, 1] + v[2, 2] - 2 * v[1, 2])
  c(t, 2 * pt(-abs(t), degf(subset(design, a + b > 0))))
}
cat("columns\n")
for (code in 1:4) {
  y <- d$Q == code
  for (pair in list(c(1, 2), c(1, 3), c(2, 3))) {
    show(paste("plain Q =", code, "S", pair[1], "-", pair[2]), z(y, S[[pair[1]]], S[[pair[2]]], rep(1, 240)))
    show(paste("weighted Q =", code, "S", pair[1], "-", pair[2]), z(y, S[[pair[1]]], S[[pair[2]]], d$w))
    show(paste("design Q =", code, "S", pair[1], "-", pair[2]), of_design(y, S[[pair[1]]], S[[pair[2]]]))
  }
  for (k in 1:3) {
    show(paste("plain Q =", code, "S", k, "rest"), z(y, S[[k]], !S[[k]], rep(1, 240)))
    show(paste("weighted Q =", code, "S", k, "rest"), z(y, S[[k]], !S[[k]], d$w))
    show(paste("design Q =", code, "S", k, "rest"), of_design(y, S[[k]], !S[[k]]))
    show(paste("plain Q =", code, "M", k, "rest"), z(y, M[[k]], !M[[k]], rep(1, 240)))
    show(paste("design Q =", code, "M", k, "rest"), of_design(y, M[[k]], !M[[k]]))
  }
}
for (k in 1:3) {
  show(paste("plain N, S", k, "rest"), t_of_means(d$N, S[[k]], !S[[k]], rep(1, 240)))
  show(paste("weighted N, S", k, "rest"), t_of_means(d$N, S[[k]], !S[[k]], d$w))
  show(paste("design N, S", k, "rest"), of_design(d$N, S[[k]], !S[[k]]))
  show(paste("plain N, M", k, "rest"), t_of_means(d$N, M[[k]], !M[[k]], rep(1, 240)))
  show(paste("design N, M", k, "rest"), of_design(d$N, M[[k]], !M[[k]]))
}
