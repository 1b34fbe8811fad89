/** Words after the opening of a code block that name its language. Any other word there is code. */
const languages = new Set(
  (
    'ada asm assembly awk bash bat batch bibtex c c# c++ cc clojure cmake cmd cobol coffeescript console cpp cs csharp css csv cuda ' +
    'cxx d dart delphi diff docker dockerfile elixir elm env erlang f# fish fortran fsharp gherkin git glsl go golang gradle ' +
    'graphql groovy h haskell hcl hlsl hpp html http ini java javascript jinja js json json5 jsonc jsonl jsx julia kotlin kt ' +
    'latex less lisp log lua makefile markdown mathematica matlab md mermaid nginx nix objc objective-c ocaml pascal patch ' +
    'perl php plain plaintext plantuml plsql powershell proto protobuf ps1 py python python3 pytb r rb regex rs rst ruby rust ' +
    'sass scala scheme scss sh shell sol solidity sql svelte svg swift tcl terraform tex text toml ts tsx txt typescript vb ' +
    'vba verilog vhdl vim vue wasm xml yaml yml zig zsh'
  ).split(' '),
)

export const isLanguage = (word: string): boolean => languages.has(word.toLowerCase())
