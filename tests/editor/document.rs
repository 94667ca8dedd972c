//! The document that rust-analyzer has open, and the questions that an editor asks about it.

use std::ops::Range;
use std::path::Path;

use serde_json::{Value, json};

use crate::server::{Server, uri};

/// An open document. Its text is ASCII, so that a byte is a column.
#[derive(Debug)]
pub(crate) struct Document {
    uri: String,
    version: u64,
    text: String,
}

impl Document {
    /// Opens a document with this text.
    ///
    /// # Errors
    /// rust-analyzer has ended.
    pub(crate) fn open(server: &mut Server, path: &Path, text: &str) -> graph_tests::Result<Self> {
        let uri = uri(path);
        let document = json!({ "uri": uri, "languageId": "rust", "version": 1, "text": text });
        server.notify("textDocument/didOpen", json!({ "textDocument": document }))?;
        Ok(Self { uri, version: 1, text: text.to_owned() })
    }

    /// Replaces the text of the document. The cursor `$0` is removed from `text`; its position is returned as an offset.
    ///
    /// # Errors
    /// The text has no cursor, or rust-analyzer has ended.
    pub(crate) fn set(&mut self, server: &mut Server, text: &str) -> graph_tests::Result<usize> {
        let at = text.find("$0").ok_or("the text has no cursor")?;
        self.text = text.replacen("$0", "", 1);
        self.version += 1;
        let document = json!({ "uri": self.uri, "version": self.version });
        let changes = json!([{ "text": self.text }]);
        server.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }))?;
        Ok(at)
    }

    /// Returns the texts that the definition at the offset leads to. A target in another file is its URL.
    ///
    /// # Errors
    /// rust-analyzer answers with an error or not at all.
    pub(crate) fn definitions(&self, server: &mut Server, at: usize) -> graph_tests::Result<Vec<String>> {
        let targets = server.request("textDocument/definition", self.position(at))?;
        let shown = |target: &Value| match target["uri"] == self.uri.as_str() {
            true => self.text[self.range(&target["range"])].to_owned(),
            false => target["uri"].to_string(),
        };
        Ok(targets.as_array().into_iter().flatten().map(shown).collect())
    }

    /// Returns the Markdown text that an editor shows for the token at the offset.
    ///
    /// # Errors
    /// rust-analyzer answers with an error or not at all.
    pub(crate) fn hover(&self, server: &mut Server, at: usize) -> graph_tests::Result<String> {
        let hover = server.request("textDocument/hover", self.position(at))?;
        Ok(hover["contents"]["value"].as_str().unwrap_or_default().to_owned())
    }

    /// Returns the sorted names of the candidates at the offset, without the methods of traits such as `into(as Into)`.
    ///
    /// # Errors
    /// rust-analyzer answers with an error or not at all.
    pub(crate) fn candidates(&self, server: &mut Server, at: usize) -> graph_tests::Result<Vec<String>> {
        let found = server.request("textDocument/completion", self.position(at))?;
        let items = found["items"].as_array().or(found.as_array()).cloned().unwrap_or_default();
        let names = items.iter().filter_map(|item| item["label"].as_str()).filter(|name| !name.contains("(as "));
        let mut names: Vec<String> = names.map(str::to_owned).collect();
        names.sort();
        Ok(names)
    }

    /// Returns the text after the token at the offset was renamed.
    ///
    /// # Errors
    /// rust-analyzer answers with an error or not at all.
    pub(crate) fn renamed(&self, server: &mut Server, at: usize, name: &str) -> graph_tests::Result<String> {
        let mut parameters = self.position(at);
        parameters["newName"] = name.into();
        let change = server.request("textDocument/rename", parameters)?;
        let changes = change["documentChanges"][0]["edits"].as_array().or(change["changes"][&self.uri].as_array());
        let edit = |edit: &Value| (self.range(&edit["range"]), edit["newText"].as_str().unwrap_or_default().to_owned());
        let mut edits: Vec<_> = changes.into_iter().flatten().map(edit).collect();
        edits.sort_by_key(|(range, _)| range.start);
        let mut text = self.text.clone();
        edits.into_iter().rev().for_each(|(range, new)| text.replace_range(range, &new));
        Ok(text)
    }

    /// Returns the messages of the errors that rust-analyzer itself finds.
    ///
    /// # Errors
    /// rust-analyzer answers with an error or not at all.
    pub(crate) fn errors(&self, server: &mut Server) -> graph_tests::Result<Vec<String>> {
        let found = server.request("textDocument/diagnostic", json!({ "textDocument": { "uri": self.uri } }))?;
        Ok(found["items"].as_array().into_iter().flatten().map(|item| item["message"].to_string()).collect())
    }

    fn position(&self, at: usize) -> Value {
        let before = &self.text[..at];
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let position = json!({ "line": before.matches('\n').count(), "character": at - start });
        json!({ "textDocument": { "uri": self.uri }, "position": position })
    }

    fn range(&self, range: &Value) -> Range<usize> {
        self.offset(&range["start"])..self.offset(&range["end"])
    }

    fn offset(&self, position: &Value) -> usize {
        let number = |name: &str| position[name].as_u64().unwrap_or_default() as usize;
        self.text.split_inclusive('\n').take(number("line")).map(str::len).sum::<usize>() + number("character")
    }
}
