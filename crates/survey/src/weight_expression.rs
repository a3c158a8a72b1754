//! A weight that is made of several columns of the export: `pspwght * pweight`, `"Design weight" * "Raking factor" / 100`.

use std::collections::BTreeSet;
use std::str::FromStr;

use serde::Deserialize;
use thiserror::Error;

/// How deep brackets may stand within each other.
const DEEPEST: usize = 32;

/// An expression of columns and numbers with `+`, `-`, `*`, `/` and brackets.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(try_from = "String")]
pub struct WeightExpression {
    text: String,
    node: Node,
}

#[derive(Debug, Clone, PartialEq)]
enum Node {
    Number(f64),
    Column(String),
    Of(Box<Node>, Operator, Box<Node>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    Plus,
    Minus,
    Times,
    By,
}

/// Why a text is no such expression.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum WeightExpressionError {
    /// Something else is expected at a character.
    #[error("character {at} of the expression is no {expected}")]
    Unexpected {
        /// Which character, counted from one.
        at: usize,
        /// What is expected there.
        expected: &'static str,
    },
    /// The brackets are too deep.
    #[error("the brackets of the expression are more than {DEEPEST} deep")]
    TooDeep,
    /// No column is named.
    #[error("the expression names no column of the export")]
    NoColumn,
}

impl FromStr for WeightExpression {
    type Err = WeightExpressionError;

    fn from_str(text: &str) -> Result<Self, WeightExpressionError> {
        let mut reader = Reader { characters: text.chars().collect(), at: 0, depth: 0 };
        let node = reader.sum()?;
        if reader.next().is_some() {
            return Err(reader.unexpected("operator"));
        }
        let expression = Self { text: text.to_owned(), node };
        if expression.columns().is_empty() { Err(WeightExpressionError::NoColumn) } else { Ok(expression) }
    }
}

impl TryFrom<String> for WeightExpression {
    type Error = WeightExpressionError;

    fn try_from(text: String) -> Result<Self, WeightExpressionError> {
        text.parse()
    }
}

impl WeightExpression {
    /// As it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The columns that it names, each once.
    #[must_use]
    pub fn columns(&self) -> BTreeSet<&str> {
        let mut columns = BTreeSet::new();
        self.node.columns(&mut columns);
        columns
    }

    /// Its value where columns have these numbers; nothing where one has none.
    #[must_use]
    pub fn value(&self, number: &dyn Fn(&str) -> Option<f64>) -> Option<f64> {
        self.node.value(number)
    }
}

impl Node {
    fn columns<'n>(&'n self, columns: &mut BTreeSet<&'n str>) {
        match self {
            Self::Number(_) => {}
            Self::Column(column) => {
                columns.insert(column);
            }
            Self::Of(left, _, right) => {
                left.columns(columns);
                right.columns(columns);
            }
        }
    }

    fn value(&self, number: &dyn Fn(&str) -> Option<f64>) -> Option<f64> {
        Some(match self {
            Self::Number(value) => *value,
            Self::Column(column) => number(column)?,
            Self::Of(left, operator, right) => {
                let (left, right) = (left.value(number)?, right.value(number)?);
                match operator {
                    Operator::Plus => left + right,
                    Operator::Minus => left - right,
                    Operator::Times => left * right,
                    Operator::By => left / right,
                }
            }
        })
    }
}

struct Reader {
    characters: Vec<char>,
    at: usize,
    depth: usize,
}

impl Reader {
    /// The next character that is no white space, without taking it.
    fn next(&mut self) -> Option<char> {
        while self.characters.get(self.at).is_some_and(|each| each.is_whitespace()) {
            self.at += 1;
        }
        self.characters.get(self.at).copied()
    }

    fn unexpected(&self, expected: &'static str) -> WeightExpressionError {
        WeightExpressionError::Unexpected { at: self.at + 1, expected }
    }

    fn sum(&mut self) -> Result<Node, WeightExpressionError> {
        let mut left = self.product()?;
        loop {
            let operator = match self.next() {
                Some('+') => Operator::Plus,
                Some('-') => Operator::Minus,
                _ => return Ok(left),
            };
            self.at += 1;
            left = Node::Of(Box::new(left), operator, Box::new(self.product()?));
        }
    }

    fn product(&mut self) -> Result<Node, WeightExpressionError> {
        let mut left = self.part()?;
        loop {
            let operator = match self.next() {
                Some('*') => Operator::Times,
                Some('/') => Operator::By,
                _ => return Ok(left),
            };
            self.at += 1;
            left = Node::Of(Box::new(left), operator, Box::new(self.part()?));
        }
    }

    /// A number, a column, or an expression in brackets.
    fn part(&mut self) -> Result<Node, WeightExpressionError> {
        match self.next() {
            Some('(') => {
                self.depth += 1;
                if self.depth > DEEPEST {
                    return Err(WeightExpressionError::TooDeep);
                }
                self.at += 1;
                let inner = self.sum()?;
                if self.next() != Some(')') {
                    return Err(self.unexpected("closing bracket"));
                }
                self.at += 1;
                self.depth -= 1;
                Ok(inner)
            }
            Some('"') => self.quoted(),
            Some(first) if first.is_ascii_digit() || first == '.' => {
                let digits = self.take(|each| each.is_ascii_digit() || each == '.');
                digits.parse().map(Node::Number).map_err(|_| self.unexpected("number"))
            }
            Some(first) if first.is_alphabetic() || first == '_' => {
                Ok(Node::Column(self.take(|each| each.is_alphanumeric() || each == '_')))
            }
            _ => Err(self.unexpected("column, number or bracket")),
        }
    }

    /// The name of a column between quotes, which are doubled within it.
    fn quoted(&mut self) -> Result<Node, WeightExpressionError> {
        self.at += 1;
        let mut name = String::new();
        loop {
            match (self.characters.get(self.at), self.characters.get(self.at + 1)) {
                (Some('"'), Some('"')) => {
                    name.push('"');
                    self.at += 2;
                }
                (Some('"'), _) => {
                    self.at += 1;
                    return Ok(Node::Column(name));
                }
                (Some(each), _) => {
                    name.push(*each);
                    self.at += 1;
                }
                (None, _) => return Err(self.unexpected("closing quote")),
            }
        }
    }

    fn take(&mut self, belongs: impl Fn(char) -> bool) -> String {
        let rest = &self.characters[self.at..];
        let taken: String = rest.iter().copied().take_while(|each| belongs(*each)).collect();
        self.at += taken.chars().count();
        taken
    }
}

#[cfg(test)]
mod tests {
    use super::{WeightExpression, WeightExpressionError};

    fn value(text: &str) -> Option<f64> {
        let expression: WeightExpression = text.parse().expect("an expression");
        expression.value(&|column| match column {
            "a" => Some(2.0),
            "b 1" => Some(6.0),
            "say \"c\"" => Some(0.5),
            _ => None,
        })
    }

    #[test]
    fn products_go_before_sums_and_from_left_to_right() {
        assert_eq!(value("a * \"b 1\""), Some(12.0));
        assert_eq!(value("a+\"b 1\"*\"say \"\"c\"\"\""), Some(5.0));
        assert_eq!(value("(a + \"b 1\") / 2 / a"), Some(2.0));
        assert_eq!(value("\"b 1\" - a - 1.5"), Some(2.5));
        assert_eq!(value("a * nowhere"), None);
    }

    #[test]
    fn what_is_no_expression_is_told_with_its_place() {
        let error = |text: &str| text.parse::<WeightExpression>().expect_err("an error");
        assert_eq!(error("a *"), WeightExpressionError::Unexpected { at: 4, expected: "column, number or bracket" });
        assert_eq!(error("a b"), WeightExpressionError::Unexpected { at: 3, expected: "operator" });
        assert_eq!(error("(a"), WeightExpressionError::Unexpected { at: 3, expected: "closing bracket" });
        assert_eq!(error("\"a"), WeightExpressionError::Unexpected { at: 3, expected: "closing quote" });
        assert_eq!(error("1.2.3 * a"), WeightExpressionError::Unexpected { at: 6, expected: "number" });
        assert_eq!(error("2 / 3"), WeightExpressionError::NoColumn);
        assert_eq!(error(&format!("{}a{}", "(".repeat(99), ")".repeat(99))), WeightExpressionError::TooDeep);
    }
}
