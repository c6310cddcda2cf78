//! A category as an admin types it: read, checked, and compared with what is stored.

use std::collections::BTreeMap;

use super::{Category, Moderation, Priority, by_lang, is_code};
use crate::categories::queries;
use crate::i18n::Lang;
use crate::ids::CategoryId;
use crate::places::Precision;
use crate::web::form::{FieldErrors, clean};

/// The icons that a category may have: the names in the sprite.
pub const ICONS: [&str; 26] = [
    "water",
    "no-water",
    "sewage",
    "power",
    "cable",
    "street-light",
    "pothole",
    "road",
    "traffic-light",
    "fire",
    "veld-fire",
    "tree",
    "refuse",
    "dumping",
    "animal",
    "livestock",
    "noise",
    "crime",
    "burglary",
    "theft",
    "assault",
    "accident",
    "suspicious",
    "vandalism",
    "flood",
    "other",
];

/// A category as an admin types it; words by language code.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CategoryForm {
    /// Stable word; only a new category's may be typed.
    pub code: String,
    /// The version the admin saw.
    pub version: i32,
    /// Name by language.
    pub name: BTreeMap<String, String>,
    /// Help by language.
    pub help: BTreeMap<String, String>,
    /// Name in the sprite.
    pub icon: String,
    /// `#rrggbb`.
    pub colour: String,
    /// [`Priority`] as a word.
    pub priority: String,
    /// [`Precision`] as a word.
    pub precision: String,
    /// [`Moderation`] as a word.
    pub moderation: String,
    /// Code of the category that leads its group; empty for none.
    pub parent: String,
    /// Ticked or not.
    pub requires_authority: bool,
    /// Ticked or not.
    pub life_threatening: bool,
    /// Ticked or not.
    pub accepts_outside: bool,
}

impl CategoryForm {
    /// An empty form with sensible choices.
    pub fn fresh() -> Self {
        Self {
            icon: "other".into(),
            colour: "#374151".into(),
            priority: "medium".into(),
            precision: "m100".into(),
            moderation: "before".into(),
            requires_authority: true,
            ..Self::default()
        }
    }

    /// The form of a stored category, without its words.
    pub fn of(category: &Category) -> Self {
        Self {
            code: category.code.clone(),
            version: category.version,
            icon: category.icon.clone(),
            colour: category.colour.clone(),
            priority: category.default_priority.as_str().into(),
            precision: category.precision.as_str().into(),
            moderation: category.moderation.as_str().into(),
            requires_authority: category.requires_authority,
            life_threatening: category.life_threatening,
            accepts_outside: category.accepts_outside,
            ..Self::default()
        }
    }

    /// From the fields of a sent form. Unknown fields are passed over.
    pub fn read(fields: &[(String, String)]) -> Self {
        let mut form = Self::default();
        for (name, value) in fields {
            let value = clean(value, false);
            match (name.as_str(), by_lang(name)) {
                (_, Some(("name", lang))) => drop(form.name.insert(lang.into(), value)),
                (_, Some(("help", lang))) => drop(form.help.insert(lang.into(), value)),
                ("code", _) => form.code = value,
                ("version", _) => form.version = value.parse().unwrap_or(0),
                ("icon", _) => form.icon = value,
                ("colour", _) => form.colour = value.to_ascii_lowercase(),
                ("priority", _) => form.priority = value,
                ("precision", _) => form.precision = value,
                ("moderation", _) => form.moderation = value,
                ("parent", _) => form.parent = value,
                ("requires_authority", _) => form.requires_authority = true,
                ("life_threatening", _) => form.life_threatening = true,
                ("accepts_outside", _) => form.accepts_outside = true,
                _ => {}
            }
        }
        form
    }

    /// What must be mended before it can be stored.
    pub fn check(&self) -> FieldErrors {
        let mut errors = FieldErrors::default();
        if !is_code(&self.code) || self.code.len() < 2 {
            errors.add("code", "categories-form-code-wrong");
        }
        for lang in Lang::all() {
            let field = |name: &str| format!("{name}-{lang}");
            match self.name_in(&lang).chars().count() {
                0 => errors.add(field("name"), "categories-form-name-missing"),
                61.. => errors.add_n(field("name"), "categories-form-too-long", 60),
                _ => {}
            }
            if self.help_in(&lang).chars().count() > 300 {
                errors.add_n(field("help"), "categories-form-too-long", 300);
            }
        }
        let hex = self
            .colour
            .strip_prefix('#')
            .is_some_and(|h| h.len() == 6 && h.bytes().all(|b| b.is_ascii_hexdigit()));
        if !hex {
            errors.add("colour", "categories-form-colour-wrong");
        }
        if !ICONS.contains(&self.icon.as_str()) {
            errors.add("icon", "categories-form-choose");
        }
        if self.priority.parse::<Priority>().is_err() {
            errors.add("priority", "categories-form-choose");
        }
        if self.precision.parse::<Precision>().is_err() {
            errors.add("precision", "categories-form-choose");
        }
        if self.moderation.parse::<Moderation>().is_err() {
            errors.add("moderation", "categories-form-choose");
        }
        errors
    }

    /// The columns to store; call after [`CategoryForm::check`].
    pub(in crate::categories) fn row(
        &self,
        position: i32,
        parent: Option<CategoryId>,
    ) -> queries::Row<'_> {
        queries::Row {
            code: &self.code,
            icon: &self.icon,
            colour: &self.colour,
            position,
            priority: self.priority.parse().unwrap_or(Priority::Medium),
            requires_authority: self.requires_authority,
            precision: self.precision.parse().unwrap_or(Precision::Hidden),
            moderation: self.moderation.parse().unwrap_or(Moderation::Before),
            life_threatening: self.life_threatening,
            accepts_outside: self.accepts_outside,
            parent,
        }
    }

    /// (language, name, help) of every language typed.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        self.name.iter().map(|(lang, name)| {
            (lang.as_str(), name.as_str(), self.help.get(lang).map_or("", String::as_str))
        })
    }

    /// Name in a language, for the form.
    pub fn name_in(&self, lang: &Lang) -> &str {
        self.name.get(lang.code()).map_or("", String::as_str)
    }

    /// Help in a language, for the form.
    pub fn help_in(&self, lang: &Lang) -> &str {
        self.help.get(lang.code()).map_or("", String::as_str)
    }

    /// (field, before, after) of all that `new` changes.
    pub fn differences(&self, new: &CategoryForm) -> Vec<(&'static str, String, String)> {
        let fields = |f: &CategoryForm| {
            let joined = |texts: &BTreeMap<String, String>| {
                texts
                    .iter()
                    .map(|(lang, text)| format!("{lang}: {text}"))
                    .collect::<Vec<_>>()
                    .join(" | ")
            };
            [
                ("name", joined(&f.name)),
                ("help", joined(&f.help)),
                ("icon", f.icon.clone()),
                ("colour", f.colour.clone()),
                ("priority", f.priority.clone()),
                ("precision", f.precision.clone()),
                ("moderation", f.moderation.clone()),
                ("requires_authority", f.requires_authority.to_string()),
                ("life_threatening", f.life_threatening.to_string()),
                ("accepts_outside", f.accepts_outside.to_string()),
                ("parent", f.parent.clone()),
            ]
        };
        fields(self)
            .into_iter()
            .zip(fields(new))
            .filter(|(old, new)| old.1 != new.1)
            .map(|((field, old), (_, new))| (field, old, new))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_category_needs_its_name_in_every_language() {
        let typed = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let mut fields = vec![
            typed("code", "broken_bench"),
            typed("name-en", "Broken bench"),
            typed("icon", "other"),
            typed("colour", "#374151"),
            typed("priority", "low"),
            typed("precision", "m100"),
            typed("moderation", "after"),
        ];
        let errors = CategoryForm::read(&fields).check();
        assert!(errors.has("name-af") && !errors.has("name-en"));
        fields.push(typed("name-af", "Stukkende bank"));
        assert!(CategoryForm::read(&fields).check().is_empty());
        fields[0].1 = "Broken bench".into();
        assert!(CategoryForm::read(&fields).check().has("code"));
    }
}
