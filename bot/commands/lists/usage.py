"""How the commands that list things are called."""

from typing import Annotated

import typer

from bot.commands.language import N_, LocalGroup
from bot.commands.options import AsJson, BoardSlug, Config, command, config_of, run


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""

    @command(app, "units", N_("Liệt kê các đơn vị của ban."), "tinbai units --json")
    def units(
        context: typer.Context,
        as_json: AsJson = False,
        config: Config = None,
        board: BoardSlug = None,
    ) -> None:
        from bot.commands.lists.units import units as work

        run(work(config_of(context, config), board, as_json))

    @command(app, "people", N_("Liệt kê những người trong ban."), "tinbai people --json")
    def people(
        context: typer.Context,
        as_json: AsJson = False,
        config: Config = None,
        board: BoardSlug = None,
    ) -> None:
        from bot.commands.lists.people import people as work

        run(work(config_of(context, config), board, as_json))

    @command(app, "reports", N_("Liệt kê các báo cáo đã ban hành."), "tinbai reports --json")
    def reports(
        context: typer.Context,
        as_json: AsJson = False,
        config: Config = None,
        board: BoardSlug = None,
    ) -> None:
        from bot.commands.lists.reports import reports as work

        run(work(config_of(context, config), board, as_json))

    @command(app, "imports", N_("Liệt kê các lần nhập bảng, mới nhất ở cuối."), "tinbai imports")
    def imports(
        context: typer.Context,
        as_json: AsJson = False,
        config: Config = None,
        board: BoardSlug = None,
    ) -> None:
        from bot.commands.keeping.imports import list_imports as work

        run(work(config_of(context, config), board, as_json))

    _boards(app)
    _inbox(app)


def _boards(app: typer.Typer) -> None:
    boards = typer.Typer(
        cls=LocalGroup,
        help=N_("Liệt kê các ban; đổi slug hoặc xóa một ban."),
        epilog="tinbai boards --json",
        invoke_without_command=True,
        rich_markup_mode=None,
    )
    app.add_typer(boards, name="boards")

    @boards.callback()
    def list_boards(context: typer.Context, as_json: AsJson = False, config: Config = None) -> None:
        if context.invoked_subcommand is None:
            from bot.commands.lists.boards import boards as work

            run(work(config_of(context, config), as_json))

    @command(
        boards,
        "rename",
        N_("Cho một ban trong cơ sở dữ liệu mang slug mới, như trong tệp cấu hình."),
        "tinbai boards rename ban-bien-tap xa-tan-an",
    )
    def rename(
        context: typer.Context,
        old: Annotated[str, typer.Argument(metavar="OLD", help=N_("Slug trong cơ sở dữ liệu."))],
        new: Annotated[str, typer.Argument(metavar="NEW", help=N_("Slug mới."))],
        config: Config = None,
    ) -> None:
        from bot.commands.keeping.boards import rename as work

        run(work(config_of(context, config), old, new))

    @command(
        boards,
        "remove",
        N_("Xóa một ban và mọi dữ liệu của ban khỏi cơ sở dữ liệu."),
        "tinbai boards remove ban-cu --yes",
    )
    def remove(
        context: typer.Context,
        slug: Annotated[str, typer.Argument(metavar="SLUG", help=N_("Slug của ban."))],
        yes: Annotated[bool, typer.Option("--yes", help=N_("Xóa mà không hỏi lại."))] = False,
        config: Config = None,
    ) -> None:
        from bot.commands.keeping.boards import remove as work

        run(work(config_of(context, config), slug, yes))


def _inbox(app: typer.Typer) -> None:
    inbox = typer.Typer(
        cls=LocalGroup,
        help=N_("Xem và xử lý lại những tin nhắn bị gác lại."),
        epilog="tinbai inbox show",
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    app.add_typer(inbox, name="inbox")

    @command(inbox, "show", N_("Liệt kê những tin nhắn bị gác lại."), "tinbai inbox show A1B2C3")
    def show(
        context: typer.Context,
        fault: Annotated[
            str | None, typer.Argument(metavar="FAULT", help=N_("Số của lỗi, để xem hết về nó."))
        ] = None,
        as_json: AsJson = False,
        config: Config = None,
    ) -> None:
        from bot.commands.lists.inbox import show as work

        run(work(config_of(context, config), fault, as_json))

    @command(
        inbox, "retry", N_("Xử lý lại những tin nhắn bị gác lại."), "tinbai inbox retry A1B2C3"
    )
    def retry(
        context: typer.Context,
        fault: Annotated[
            str, typer.Argument(metavar="FAULT", help=N_("Số của lỗi, hoặc all là tất cả."))
        ] = "all",
        config: Config = None,
    ) -> None:
        from bot.commands.lists.inbox import retry as work

        run(work(config_of(context, config), fault))
