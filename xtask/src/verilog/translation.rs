//! Lint of hardware descriptions for what rust-hdl translates into Verilog of another meaning.
//!
//! Rust and Verilog differ in precedence and in the width at which an expression is worked out,
//! and rust-hdl writes the text over as it stands. Nothing warns: the Rust simulation is right and
//! the hardware is not. So these forms are refused in every translated `update` function:
//!
//! 1. `a & b == c` — Verilog compares first. Parentheses are kept, so they must be there.
//! 2. `a + 1`, `a == 5` — a bare literal has 32 bits in Verilog, so `a + 1` does not wrap at the
//!    width of `a`. The same with `1u8.to_bits()` in a sum that is compared: 8 bits there.
//! 3. `bit_cast::<16, 8>(a + b)`, `bit_cast::<16, 8>(!a)` — worked out at 16 bits in Verilog: the
//!    carry stays, the upper bits are set. `replace_bit(i, !a)` likewise sets all bits from i up.

use proc_macro2::Span;
use std::fmt;
use std::path::{Path, PathBuf};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{BinOp, Expr, ExprBinary, ExprCall, ExprMethodCall, ImplItemFn, Lit, UnOp};

/// What was found and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
    /// What is wrong.
    pub kind: Kind,
}

/// Forms that change their meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A bitwise operation beside a comparison without parentheses.
    Precedence,
    /// A literal whose Verilog is wider than its neighbour.
    WideLiteral,
    /// A sum, shift or negation worked out at the width of the cast.
    WideOperation,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Kind::Precedence => {
                "a bitwise operation beside a comparison: Verilog compares first. Put parentheses \
                 around it"
            }
            Kind::WideLiteral => {
                "a literal in arithmetic or comparison: Verilog works it out at the literal's \
                 width. Use a Constant of the right width"
            }
            Kind::WideOperation => {
                "a sum, shift or negation inside a cast or replace_bit: Verilog works it out at \
                 the wider width. Assign it to a Local signal first"
            }
        })
    }
}

/// The findings in one source text.
///
/// # Errors
/// When it is not Rust.
pub fn findings(source: &str) -> Result<Vec<Finding>, String> {
    let file = syn::parse_file(source).map_err(|error| {
        let start = error.span().start();
        format!("line {}: {error}", start.line)
    })?;
    let mut lint = Lint::default();
    lint.visit_file(&file);
    Ok(lint.findings)
}

/// Checks every Rust file below `directory`.
///
/// # Errors
/// Every finding, one a line, or the file that could not be read.
pub fn check(directory: &Path) -> Result<(), String> {
    let mut files = Vec::new();
    collect(directory, &mut files)?;
    files.sort();
    let mut lines = Vec::new();
    let mut functions = 0;
    for path in &files {
        let fault = |error: &dyn fmt::Display| format!("{}: {error}", path.display());
        let source = std::fs::read_to_string(path).map_err(|error| fault(&error))?;
        functions += source.matches("#[hdl_gen]").count();
        for finding in findings(&source).map_err(|error| fault(&error))? {
            let Finding { line, column, kind } = finding;
            lines.push(format!("{}:{line}:{column}: {kind}", path.display()));
        }
    }
    if functions == 0 {
        return Err(format!(
            "no #[hdl_gen] function below {}: the lint looks in the wrong place",
            directory.display()
        ));
    }
    if lines.is_empty() {
        return Ok(());
    }
    Err(format!("these translate wrongly:\n{}", lines.join("\n")))
}

fn collect(directory: &Path, files: &mut Vec<PathBuf>) -> Result<(), String> {
    let fault = |error: std::io::Error| format!("{}: {error}", directory.display());
    for entry in std::fs::read_dir(directory).map_err(fault)? {
        let path = entry.map_err(fault)?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    Ok(())
}

#[derive(Default)]
struct Lint {
    findings: Vec<Finding>,
    /// Inside a function that is translated.
    inside: bool,
}

impl Lint {
    fn find(&mut self, span: Span, kind: Kind) {
        let start = span.start();
        self.findings.push(Finding {
            line: start.line,
            column: start.column + 1,
            kind,
        });
    }
}

impl<'ast> Visit<'ast> for Lint {
    fn visit_impl_item_fn(&mut self, function: &'ast ImplItemFn) {
        let translated = |attribute: &syn::Attribute| attribute.path().is_ident("hdl_gen");
        let before = self.inside;
        // An update() without the attribute is simulation only; its Verilog is written by hand.
        self.inside = function.sig.ident == "update" && function.attrs.iter().any(translated);
        visit::visit_impl_item_fn(self, function);
        self.inside = before;
    }

    fn visit_expr_binary(&mut self, binary: &'ast ExprBinary) {
        if self.inside {
            for operand in [&*binary.left, &*binary.right] {
                if let Expr::Binary(inner) = operand
                    && (is_comparison(&binary.op) && is_bitwise(&inner.op)
                        || is_bitwise(&binary.op) && is_comparison(&inner.op))
                {
                    self.find(operand.span(), Kind::Precedence);
                }
                let wide = match literal(operand) {
                    Some(Width::Bare) => is_arithmetic(&binary.op) || is_comparison(&binary.op),
                    _ => is_comparison(&binary.op) && sums_a_literal(operand),
                };
                if wide {
                    self.find(operand.span(), Kind::WideLiteral);
                }
            }
        }
        visit::visit_expr_binary(self, binary);
    }

    fn visit_expr_call(&mut self, call: &'ast ExprCall) {
        if self.inside
            && let Expr::Path(path) = &*call.func
            && let Some(name) = path.path.segments.last()
            && name.ident == "bit_cast"
        {
            for argument in call.args.iter().filter(|argument| widens(argument)) {
                self.find(argument.span(), Kind::WideOperation);
            }
        }
        visit::visit_expr_call(self, call);
    }

    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        if self.inside
            && call.method == "replace_bit"
            && let Some(value) = call.args.iter().nth(1)
            && widens(value)
        {
            self.find(value.span(), Kind::WideOperation);
        }
        visit::visit_expr_method_call(self, call);
    }
}

fn is_comparison(op: &BinOp) -> bool {
    use BinOp::{Eq, Ge, Gt, Le, Lt, Ne};
    matches!(op, Eq(_) | Ne(_) | Lt(_) | Le(_) | Gt(_) | Ge(_))
}

fn is_bitwise(op: &BinOp) -> bool {
    matches!(op, BinOp::BitAnd(_) | BinOp::BitOr(_) | BinOp::BitXor(_))
}

fn is_arithmetic(op: &BinOp) -> bool {
    matches!(op, BinOp::Add(_) | BinOp::Sub(_) | BinOp::Mul(_))
}

/// How wide a literal is in Verilog.
enum Width {
    /// 32 bits.
    Bare,
    /// By its suffix.
    Named,
}

/// The integer literal that `expression` is, also as `1.into()` or `1u8.to_bits()`.
fn literal(expression: &Expr) -> Option<Width> {
    match expression {
        Expr::Lit(it) => match &it.lit {
            Lit::Int(number) if number.suffix().is_empty() => Some(Width::Bare),
            Lit::Int(_) => Some(Width::Named),
            _ => None,
        },
        Expr::Paren(it) => literal(&it.expr),
        Expr::MethodCall(it) if it.method == "into" || it.method == "to_bits" => {
            literal(&it.receiver)
        }
        _ => None,
    }
}

/// A sum with a literal in it, whose wrapping a comparison outside would see.
fn sums_a_literal(expression: &Expr) -> bool {
    match expression {
        Expr::Paren(it) => sums_a_literal(&it.expr),
        Expr::Binary(it) if is_arithmetic(&it.op) => {
            literal(&it.left).is_some()
                || literal(&it.right).is_some()
                || sums_a_literal(&it.left)
                || sums_a_literal(&it.right)
        }
        _ => false,
    }
}

/// True when a wider place gives the expression other low or high bits than its own width does.
fn widens(expression: &Expr) -> bool {
    match expression {
        Expr::Paren(it) => widens(&it.expr),
        Expr::Unary(it) => matches!(it.op, UnOp::Not(_) | UnOp::Neg(_)) && !is_reduced(&it.expr),
        Expr::Binary(it) => {
            is_arithmetic(&it.op)
                || matches!(it.op, BinOp::Shl(_))
                || !is_comparison(&it.op) && (widens(&it.left) || widens(&it.right))
        }
        Expr::MethodCall(it) => {
            let transparent = ["val", "into", "to_bits", "index"];
            transparent.iter().any(|name| it.method == name) && widens(&it.receiver)
        }
        _ => false,
    }
}

/// `!a.any()` is one operator in Verilog, of one bit.
fn is_reduced(expression: &Expr) -> bool {
    match expression {
        Expr::MethodCall(it) => ["any", "all", "xor"].iter().any(|name| it.method == name),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(body: &str) -> Vec<Kind> {
        let source =
            format!("impl Logic for Block {{ #[hdl_gen] fn update(&mut self) {{ {body} }} }}");
        let findings = findings(&source).expect("the snippet is Rust");
        findings.into_iter().map(|finding| finding.kind).collect()
    }

    #[test]
    fn a_bitwise_operation_beside_a_comparison_needs_parentheses() {
        for bad in [
            "self.x.next = self.a.val() & self.b.val() == self.c.val();",
            "self.x.next = self.c.val() != self.a.val() | self.b.val();",
            "if self.a.val() ^ self.b.val() > self.c.val() {}",
        ] {
            assert_eq!(kinds(bad), [Kind::Precedence], "{bad}");
        }
        for good in [
            "self.x.next = (self.a.val() & self.b.val()) == self.c.val();",
            "self.x.next = self.a.val() & (self.b.val() == self.c.val());",
            "self.x.next = self.a.val() & self.b.val();",
            "self.x.next = self.a.val() == self.b.val() && self.c.val();",
        ] {
            assert_eq!(kinds(good), [], "{good}");
        }
    }

    #[test]
    fn a_literal_in_arithmetic_or_comparison_needs_a_width() {
        for bad in [
            "self.x.next = self.a.val() + 1;",
            "self.x.next = (1).into() - self.a.val();",
            "if self.a.val() == 255 {}",
            "if (self.a.val() - self.b.val()) > 128 {}",
            "if (self.a.val() + 1u8.to_bits()) == self.c.val() {}",
        ] {
            assert_eq!(kinds(bad), [Kind::WideLiteral], "{bad}");
        }
        for good in [
            "self.x.next = self.a.val() + self.one.val();",
            "self.x.next = self.a.val() + 1u16.to_bits();",
            "self.x.next = 0.into();",
            "self.x.next = self.a.val() << 8;",
            "self.x.next = self.a.val().get_bits::<8>(3);",
            "for i in 0..4 { self.x[i].next = self.a.val().get_bit(i); }",
        ] {
            assert_eq!(kinds(good), [], "{good}");
        }
    }

    #[test]
    fn a_cast_takes_a_signal_not_a_sum_or_a_negation() {
        for bad in [
            "self.x.next = bit_cast::<16, 8>(self.a.val() + self.b.val());",
            "self.x.next = bit_cast::<16, 8>(!self.a.val());",
            "self.x.next = bit_cast::<16, 8>((self.a.val() | !self.b.val()));",
            "self.x.next = bit_cast::<16, 8>(self.a.val() << 1);",
            "self.x.next = self.a.val().replace_bit(2, !self.b.val());",
        ] {
            assert_eq!(kinds(bad), [Kind::WideOperation], "{bad}");
        }
        for good in [
            "self.x.next = bit_cast::<16, 8>(self.a.val());",
            "self.x.next = bit_cast::<16, 8>(self.a.val() & self.b.val()) << 8;",
            "self.x.next = bit_cast::<16, 8>(self.a.val().get_bits::<8>(4));",
            "self.x.next = self.a.val().replace_bit(2, self.b.val());",
            "self.x.next = self.a.val().replace_bit(2, !self.b.val().any());",
        ] {
            assert_eq!(kinds(good), [], "{good}");
        }
    }

    #[test]
    fn only_translated_functions_are_looked_at_and_places_are_named() {
        let by_hand = "impl Logic for Rom {\n fn update(&mut self) { let x = a + 1; }\n}";
        assert_eq!(findings(by_hand), Ok(vec![]));
        let other = "impl Rom {\n #[hdl_gen] fn load(&mut self) { let x = a + 1; }\n}";
        assert_eq!(findings(other), Ok(vec![]));
        let translated =
            "impl Logic for Rom {\n #[hdl_gen]\n fn update(&mut self) {\n  x.next = a + 1;\n }\n}";
        let finding = Finding {
            line: 4,
            column: 16,
            kind: Kind::WideLiteral,
        };
        assert_eq!(findings(translated), Ok(vec![finding]));
        assert!(findings("fn update( {").is_err());
    }
}
