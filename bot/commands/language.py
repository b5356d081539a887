"""The command line's help and complaints in the reader's language.

Typer words its own in English when it is loaded; here they are worded when somebody reads them.
"""

import difflib
import os
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

import typer

# Typer carries its own Click and shows of it no more than BadParameter.
from typer._click import exceptions
from typer._click.core import Command, Context, Parameter
from typer._click.formatting import HelpFormatter
from typer._completion_shared import install as install_completion
from typer.core import TyperCommand, TyperGroup, TyperOption

from bot.terminal import operator_translator
from domain.language import Translator

PRIVATE = 0o077


def N_(text: str) -> str:  # noqa: N802 - the name that catalogues know
    """Mark a sentence that is put into the reader's language when the help is made."""
    return text


OPTIONS = N_("[TÙY CHỌN]")


class NoSuchCommand(exceptions.UsageError):
    """No command has this name."""


class TooMuch(exceptions.UsageError):
    """More was given than the command takes."""


class BlankPath(exceptions.BadParameter):
    """A path was given that has no letter: a shell's variable that nobody set, mostly."""


class _Worded(Command):
    """What commands and groups of commands have in common."""

    help: str | None
    epilog: str | None

    def get_params(self, ctx: Context) -> list[Parameter]:
        """Return the parameters, those for the shell's completion too, which Typer adds late."""
        found = super().get_params(ctx)
        for param in found:
            if isinstance(param, TyperOption) and param.name in _COMPLETION:
                _complete(param)
        return found

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Read the arguments; an empty path would be taken as the folder that one stands in."""
        if not ctx.resilient_parsing:
            given, _left, _order = self.make_parser(ctx).parse_args(args=list(args))
            param: Any  # Typer's own, whose class it shows to nobody
            for param in self.get_params(ctx):
                value = given.get(param.name)
                if _is_path(param) and isinstance(value, str) and not value.strip():
                    raise BlankPath("", ctx, param)
        return super().parse_args(ctx, args)

    def get_help_option(self, ctx: Context) -> TyperOption | None:
        """Return --help with its help."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = N_("Hiện hướng dẫn này.")
        return option

    def format_usage(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write how the command is called."""
        _ = operator_translator()
        pieces = " ".join(_(piece) for piece in self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=_("Cách dùng: "))

    def format_help_text(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write what the command does."""
        if self.help:
            _ = operator_translator()
            formatter.write_paragraph()
            with formatter.indentation():
                formatter.write_text(_(self.help))

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the arguments and options."""
        _ = operator_translator()
        rows: dict[str, list[tuple[str, str]]] = {"argument": [], "option": []}
        for param in self.get_params(ctx):
            record = param.get_help_record(ctx)
            if record is not None:
                rows[param.param_type_name].append((record[0], _worded(_, param, record[1])))
        for kind, name in (("argument", _("Tham số")), ("option", _("Tùy chọn"))):
            if rows[kind]:
                with formatter.section(name):
                    formatter.write_dl(rows[kind])

    def format_epilog(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the example, a line as it is typed."""
        if self.epilog:
            _ = operator_translator()
            with formatter.section(_("Ví dụ")):
                for line in self.epilog.splitlines():
                    formatter.write(f"  {line}\n")


class LocalCommand(_Worded, TyperCommand):
    """A command; its epilog is an example of its use."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.options_metavar = OPTIONS

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Read the arguments; what is left over is too much."""
        ctx.allow_extra_args = True
        try:
            left = super().parse_args(ctx, args)
        except exceptions.BadOptionUsage as error:
            # Where an option's value is missing, nothing else says of which command.
            error.ctx = error.ctx or ctx
            raise
        if left and not ctx.resilient_parsing:
            raise TooMuch(" ".join(left), ctx)
        return left


class LocalGroup(_Worded, TyperGroup):
    """A group of commands, and the whole command line."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.options_metavar = OPTIONS
        self.subcommand_metavar = N_("LỆNH …")

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the options, then the commands."""
        super().format_options(ctx, formatter)
        _ = operator_translator()
        rows = [
            (name, _(command.help) if command.help else "")
            for name, command in self.commands.items()
            if not command.hidden
        ]
        with formatter.section(_("Lệnh")):
            formatter.write_dl(rows)

    def resolve_command(
        self, ctx: Context, args: list[str]
    ) -> tuple[str | None, Command | None, list[str]]:
        """Find the command that the first argument names."""
        if args and self.get_command(ctx, args[0]) is None and not ctx.resilient_parsing:
            if args[0].startswith("-"):
                self.parse_args(ctx, args)
            raise NoSuchCommand(args[0], ctx)
        return super().resolve_command(ctx, args)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> NoReturn:
        """Run the command line and exit; what it creates is for its owner alone."""
        before = os.umask(PRIVATE)
        try:
            code = super().main(args, prog_name, complete_var, False, windows_expand_args, **extra)
        except exceptions.NoArgsIsHelpError as error:
            if error.ctx.parent is not None:
                raise SystemExit(_refuse(error)) from None
            typer.echo(error.format_message())
            code = 0
        except exceptions.UsageError as error:
            code = _refuse(error)
        except typer.Abort:
            _ = operator_translator()
            typer.echo(_("Đã dừng; chưa làm gì."), err=True)
            code = 1
        finally:
            os.umask(before)
        raise SystemExit(code if isinstance(code, int) else 0)


def _worded(_: Translator, param: Parameter, text: str) -> str:
    """Return an option's help, and what Typer adds to it, in the reader's language."""
    own = getattr(param, "help", None) or ""
    added = text.removeprefix(own)
    for word, said in (("required", _("bắt buộc")), ("default: ", _("mặc định: "))):
        added = added.replace(word, said)
    return (_(own) if own else "") + added


def _refuse(error: exceptions.UsageError) -> int:
    typer.echo(complaint(operator_translator(), error), err=True)
    return error.exit_code


def complaint(_: Translator, error: exceptions.UsageError) -> str:
    """Return what is wrong with how a command was called, and a right example."""
    context = error.ctx
    place = context.command_path if context is not None else "tinbai"
    command = context.command if context is not None else None
    what = _what(_, error)
    example = (getattr(command, "epilog", "") or f"{place} --help").splitlines()[0]
    end = "" if what.endswith("?") else "."
    text = _("{place}: {what} Ví dụ: {example}")
    return text.format(place=place, what=what + end, example=example)


def _what(_: Translator, error: exceptions.UsageError) -> str:
    context = error.ctx
    group = context.command if context is not None else None
    commands = list(group.commands) if isinstance(group, TyperGroup) else []
    match error:
        case NoSuchCommand():
            text = _("không có lệnh “{name}”").format(name=error.message)
            return text + _near(_, error.message, [*commands, *_options(context)])
        case TooMuch():
            return _("không hiểu phần thừa “{text}”").format(text=error.message)
        case exceptions.NoSuchOption():
            text = _("không có tùy chọn “{name}”").format(name=error.option_name)
            return text + _near(_, error.option_name, _options(context))
        case exceptions.BadOptionUsage():
            if error.option_name in _options(context, flags=True):
                text = _("tùy chọn “{name}” không nhận giá trị")
            else:
                text = _("tùy chọn “{name}” cần một giá trị")
            return text.format(name=error.option_name)
        case exceptions.MissingParameter():
            return _("còn thiếu {name}").format(name=_named(error.param))
        case BlankPath():
            return _("{name} đang trống, cần một tên tệp").format(name=_named(error.param))
        case exceptions.BadParameter():
            return _bad_value(_, error)
    if commands:
        return _("còn thiếu lệnh, một trong: {commands}").format(commands=", ".join(commands))
    return error.format_message()


def _bad_value(_: Translator, error: exceptions.BadParameter) -> str:
    name = _named(error.param)
    descriptor = getattr(error.param, "type_descriptor", None)
    choices = getattr(descriptor, "choices", None)
    if choices:
        words = [str(getattr(choice, "value", choice)) for choice in choices]
        text = _("{name} phải là một trong: {choices}")
        return text.format(name=name, choices=", ".join(words))
    least, most = getattr(error.param, "min", None), getattr(error.param, "max", None)
    if least is not None and most is not None:
        text = _("{name} phải là số nguyên từ {least} đến {most}")
        return text.format(name=name, least=least, most=most)
    if least is not None:
        return _("{name} phải là số nguyên từ {least} trở lên").format(name=name, least=least)
    if getattr(descriptor, "annotation", None) is int:
        return _("{name} phải là số nguyên").format(name=name)
    if _is_path(error.param):
        return _("{name} phải là đường dẫn của một tệp").format(name=name)
    return _("{name} không dùng được").format(name=name)


def _is_path(param: Any) -> bool:
    told_as_text = getattr(param, "metavar", None) == "PATH"  # whose last slash says something
    return told_as_text or getattr(getattr(param, "type_descriptor", None), "is_path", False)


def _named(param: Any) -> str:
    if param is None:
        return ""
    if param.param_type_name == "option":
        return str(max(param.opts, key=len))
    return str(param.metavar or param.name).upper()


def _options(context: Context | None, *, flags: bool = False) -> list[str]:
    if context is None:
        return []
    return [
        name
        for param in context.command.get_params(context)
        for name in param.opts
        if name.startswith("--") and (not flags or getattr(param, "is_flag", False))
    ]


def _near(_: Translator, word: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, list(known), 1)
    return _("; có phải là “{near}”?").format(near=near[0]) if near else ""


_COMPLETION = {
    "install_completion": N_("Cài gợi ý lệnh cho shell đang dùng."),
    "show_completion": N_("Hiện đoạn gợi ý lệnh cho shell đang dùng, để chép đi nơi khác."),
}


def _complete(param: TyperOption) -> None:
    param.help = _COMPLETION[str(param.name)]
    if param.name != "install_completion":
        return

    def install(context: Context, _param: object, value: object) -> object:
        if value and not context.resilient_parsing:
            shell, path = install_completion(shell=value if isinstance(value, str) else None)
            _ = operator_translator()
            text = _("Đã cài gợi ý lệnh của {shell} vào {path}; mở lại shell.")
            typer.echo(text.format(shell=shell, path=path))
            raise typer.Exit
        return value

    param.callback = install
