//! A piece of SQL that is put into a query is one expression, and cannot end the brackets that it is put in.

use datafusion::common::DataFusionError;
use datafusion::sql::sqlparser::dialect::GenericDialect;
use datafusion::sql::sqlparser::parser::{Parser, ParserError};
use datafusion::sql::sqlparser::tokenizer::Token;

use crate::sql_error::SqlError;

/// Fails where a text is no expression, or more than one.
pub(crate) fn check_expression(sql: &str) -> Result<(), SqlError> {
    let parsed = Parser::new(&GenericDialect {}).try_with_sql(sql).and_then(|mut parser| {
        parser.parse_expr()?;
        let rest = parser.next_token().token;
        if rest == Token::EOF {
            return Ok(());
        }
        Err(ParserError::ParserError(format!("one expression is wanted, and `{rest}` stands after it")))
    });
    parsed.map_err(|error| DataFusionError::SQL(Box::new(error), None).into())
}

#[cfg(test)]
mod tests {
    use super::check_expression;

    #[test]
    fn brackets_cannot_be_ended() {
        for one in [
            "age > 30",
            "(a = 1) or (b = 2)",
            "case when a then 1 end",
            "a in (1, 2) -- why",
            "(select 1)",
            "a /* b */",
        ] {
            assert!(check_expression(one).is_ok(), "{one}");
        }
        for more in
            ["true) or (true", "1), (2", "1, 2", "a = 1; drop table b", "", "\"row\" = 2) or (\"row\" = 3", "1 as x"]
        {
            assert!(check_expression(more).is_err(), "{more}");
        }
    }
}
