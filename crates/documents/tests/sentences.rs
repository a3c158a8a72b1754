//! Sentences as press releases, news items, opinion pieces and survey reports write them: what each of them states, and nothing else.
//!
//! They were written before the program was tried on them. What is expected is what a reader would check.

use topline_documents::{DocumentText, find_statements, read_document};
use topline_plan::wording::HouseWords;

/// A sentence, and the values that it states, in its words.
const SENTENCES: &[(&str, &[&str])] = &[
    (
        "Nine in ten adults (91%) used the internet in the past three months, up from 86% in 2016.",
        &["Nine in ten", "91%", "up from 86%"],
    ),
    ("Only 14pc of firms expect to hire in the next 12 months.", &["Only 14pc"]),
    ("Support has risen by six percentage points to 54 per cent.", &["six percentage points", "54 per cent"]),
    ("Forty of the 52 councils responded, a response rate of 77%.", &["Forty of the 52", "77%"]),
    (
        "A third of respondents \u{2013} 33 per cent \u{2013} never read the newsletter.",
        &["A third of respondents \u{2013} 33 per cent"],
    ),
    ("More than eight out of ten councillors (82%) want more say.", &["More than eight out of ten", "82%"]),
    (
        "Fully 91% of those who replied would recommend it, and almost as many (88%) would come again.",
        &["Fully 91% of those who replied", "88%"],
    ),
    ("Four in five employees feel valued at work.", &["Four in five"]),
    ("Just 8% disagreed, while the rest (21%) neither agreed nor disagreed.", &["Just 8%", "21%"]),
    ("The remaining 12% were undecided.", &["The remaining 12%"]),
    ("The remaining quarter gave no answer.", &["The remaining quarter"]),
    ("The other half had never heard of it.", &["The other half"]),
    ("Thirty-seven percent of women and 41 percent of men have switched.", &["Thirty-seven percent", "41 percent"]),
    ("Ninety per cent of members voted in favour.", &["Ninety per cent"]),
    (
        "Two in five (41 per cent) said it was too late, up four points on 2017.",
        &["Two in five (41 per cent)", "four points"],
    ),
    ("Satisfaction fell from 68% in 2015 to 61% in 2016.", &["68%", "61%"]),
    ("It has grown from 11% to 22% in a year.", &["11%", "22%"]),
    ("More than a million people use the service, which cost \u{a3}2.3 million and opened on 14 May 2018.", &[]),
    ("For more information call 020 7946 0018 or visit Room 101, 10 Downing Street.", &[]),
    ("Women were twice as likely as men to say so (34% v 17%).", &["34%", "17%"]),
    ("Men are almost three times as likely to have seen all six films.", &[]),
    ("The share of people who work from home doubled, from 11% to 22%.", &["11%", "22%"]),
    ("By 58% to 34%, respondents preferred the old name.", &["58%", "34%"]),
    ("Some 6.5% had no opinion, and less than one per cent refused.", &["Some 6.5%", "less than one per cent"]),
    ("Java is used by 36.3% of developers and Python by 24.9%.", &["36.3%", "24.9%"]),
    (
        "55 percent strongly agree and 22 percent somewhat agree (net: 77 percent).",
        &["55 percent", "22 percent", "77 percent"],
    ),
    ("In 2019, 65% of respondents used a cluster.", &["65% of respondents"]),
    ("Fewer women (23%) than men (31%) were aware of it.", &["23%", "31%"]),
    ("Half said yes, a third no, and a sixth did not know.", &["Half", "a third", "a sixth"]),
    (
        "A quarter were \u{201c}very satisfied\u{201d} and half \u{201c}fairly satisfied\u{201d}.",
        &["A quarter", "half"],
    ),
    ("Almost everyone (97%) has a mobile phone.", &["Almost everyone (97%)"]),
    ("Of the 1,186 people who took part, 835 had seen at least one film.", &["1,186 people", "835"]),
    ("Respondents aged 45-60 (31%) and those aged 18 to 24 (12%) differ most.", &["31%", "12%"]),
    ("Among 18- to 29-year-olds, 62% agree.", &["62%"]),
    ("Around half (49%) of those aged 55 or over have a pension.", &["Around half (49%) of those"]),
    ("Interest is highest among developers with 10+ years\u{2019} experience (45%).", &["45%"]),
    ("Nearly 6 out of every 10 voted.", &["Nearly 6 out of every 10"]),
    ("Nobody under 25 and few over 65 took part.", &["Nobody"]),
    ("The vote was 52\u{2013}48.", &[]),
    ("Most people in the UK \u{2013} 56% \u{2013} think so; in Wales it is 61%.", &["Most people", "56%", "61%"]),
    (
        "Seven out of 10 teachers and three-quarters of heads work more than 50 hours a week.",
        &["Seven out of 10", "three-quarters"],
    ),
    ("It is no surprise that only one in six (15%) expects more money.", &["only one in six (15%)"]),
    ("There are three reasons for this, and two of them matter.", &["two of them"]),
    ("I have spent 30 years in the sector and seen five reorganisations.", &[]),
    ("On the one hand, many are tired; on the other, a clear majority carry on.", &["many", "a clear majority"]),
    ("Half of all organisations and two-thirds of councils have a plan.", &["Half", "two-thirds"]),
    ("That is hardly a ringing endorsement: 38% for, 35% against.", &["38%", "35%"]),
    ("Only a handful of respondents disagreed.", &["Only a handful of respondents"]),
    ("Fieldwork was conducted between 12 and 28 March 2019 with 2,014 adults aged 18 and over.", &["2,014"]),
    ("Results are based on 1,615 online interviews conducted 10\u{2013}22 May 2018.", &["1,615"]),
    ("The survey has a margin of error of plus or minus 3 percentage points.", &[]),
    ("The margin of error is \u{b1}2.5% at the 95% confidence level.", &[]),
    ("Figures may not add to 100% because of rounding.", &[]),
    ("Percentages below 5% are not shown.", &[]),
    ("Respondents rated the service on a scale from 1 to 10, or on a 5-point scale.", &[]),
    ("Respondents gave the service 7.4 out of 10 on average.", &["7.4"]),
    ("The average age of respondents was 44.7 years.", &["44.7"]),
    ("The Net Promoter Score rose to +32.", &["+32"]),
    ("Three quarters of respondents (n=61) had heard of it.", &["Three quarters of respondents (n=61)"]),
    ("Overall, 67% of 412 respondents agreed.", &["67% of 412 respondents"]),
    ("28% (78 of 279) were members.", &["28% (78 of 279)"]),
    (
        "The most common reason was cost (47%), followed by lack of time (31%) and distance (12%).",
        &["The most common", "47%", "31%", "12%"],
    ),
    ("Cost was the second most commonly cited barrier, mentioned by 31% of respondents.", &["31% of respondents"]),
    ("Cost was the most common reason.", &["the most common"]),
    ("Between 40% and 45% of respondents in each region agreed.", &["Between 40% and 45%"]),
    ("Cost, time and distance were named by 47%, 31% and 12% respectively.", &["47%", "31%", "12%"]),
    (
        "One in three men strongly agree and a further 28% tend to agree, giving a total of 61%.",
        &["One in three", "a further 28%", "a total of 61%"],
    ),
    ("None of the 18 interviewees mentioned it.", &["None of the 18 interviewees"]),
    (
        "Agreement was 12 percentage points higher among councils (66%) than among districts (54%).",
        &["12 percentage points", "66%", "54%"],
    ),
    ("The response rate was 43.2 per cent.", &["43.2 per cent"]),
    ("See Table 3 and Figure 12 on page 40; questions 5 to 9 were asked of all.", &[]),
    ("Section 106, Covid-19 and the 2011 Census are discussed in chapter 4.", &[]),
    ("Base: 1,014 adults aged 16+.", &["1,014"]),
    ("The median respondent has worked there for 7 years.", &["7"]),
    ("Scores ranged from 3.1 to 4.6.", &["from 3.1 to 4.6"]),
    ("Between 2019 and 2020, the share rose from 31% to 36%.", &["31%", "36%"]),
    ("Between a quarter and a third agreed.", &["Between a quarter and a third"]),
    ("Fieldwork ran from May 5, 2020 to June 15, 2020.", &[]),
    ("Of companies with more than 10,000 employees, 24% have a policy.", &["24%"]),
    ("Those at a company that has 250 or fewer employees make up 37%.", &["37%"]),
    ("It was completed online, with more than 1,200 students taking part.", &["more than 1,200"]),
    ("The three most popular tools are named below.", &[]),
    ("The top three benefits of managing a programme are speed, cost and quality.", &[]),
    ("Use rose from the fifth to the second most cited reason.", &[]),
    ("Many of the study\u{2019}s findings are those of last year.", &[]),
    ("32 people said this in 2021, compared to 19 in 2020.", &["32 people", "19"]),
];

/// Numbers of other things, which are taken for counts of respondents: only a person can tell.
const OTHER_COUNTS: &[(&str, &[&str])] = &[
    ("The charity, founded in 1986, has 45 branches and 1,200 volunteers.", &["45", "1,200"]),
    ("The party won 45 seats, 12 more than in 2015.", &["45", "12"]),
];

fn found(sentence: &str) -> Vec<String> {
    let statements = find_statements(&DocumentText::plain(sentence), &HouseWords::default());
    statements.into_iter().map(|statement| statement.words).collect()
}

#[test]
fn sentences_state_what_a_reader_would_check() {
    let wrong: Vec<String> = SENTENCES
        .iter()
        .chain(OTHER_COUNTS)
        .filter_map(|(sentence, expected)| {
            let found = found(sentence);
            (found != *expected).then(|| format!("{sentence}\n  expected {expected:?}\n  found    {found:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), SENTENCES.len(), wrong.join("\n"));
}

/// What a document states: the words, and the sentence that they stand in.
fn quoted(name: &str, text: &str) -> Vec<(String, String)> {
    let document = read_document(name, text.as_bytes()).expect("a text");
    let statements = find_statements(&document, &HouseWords::default());
    statements.into_iter().map(|statement| (statement.words, statement.quote)).collect()
}

#[test]
fn headings_and_items_without_a_full_stop_are_sentences_of_their_own() {
    let long = "Open source programs are more likely to exist at companies that recruit developers";
    let markdown = format!(
        "# {long} #\n\n<img src=\"a.svg\">\n\n### 46% of retailers deploy every day ###\n\n- {long}\n- 31% use it\nat work\n\n1. 12% do not know\n"
    );
    let html = format!(
        "<h1>{long}</h1><h3>46% of retailers deploy every day</h3><ul><li>{long}<li>31% use it\nat work<li>12% do not know</ul>"
    );
    for (name, text) in [("a.md", markdown), ("a.html", html)] {
        let stated =
            [("46%", "46% of retailers deploy every day"), ("31%", "31% use it at work"), ("12%", "12% do not know")];
        let found: Vec<(String, String)> = quoted(name, &text);
        let found: Vec<(&str, &str)> = found
            .iter()
            .map(|(words, quote)| (words.split(' ').next().unwrap_or_default(), quote.trim_start_matches("1. ")))
            .collect();
        assert_eq!(found, stated, "{name}");
    }
}
