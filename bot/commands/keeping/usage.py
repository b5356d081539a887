"""How the commands that keep an installation are called."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from bot.commands.language import N_, LocalGroup
from bot.commands.options import AsJson, BoardSlug, Config, DryRun, command, config_of, run

RoleName = Literal["correspondent", "head", "editor", "chair"]


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""

    @command(
        app,
        "import",
        N_("Đưa đơn vị và số bài các tháng cũ từ một bảng vào."),
        "tinbai import bang-cu.xlsx --dry-run",
    )
    def import_(
        context: typer.Context,
        file: Annotated[
            Path | None,
            typer.Argument(
                metavar="FILE", help=N_("Bảng số bài hoặc danh sách bài (.xlsx, .docx, .csv …).")
            ),
        ] = None,
        year: Annotated[
            int | None,
            typer.Option(min=2000, max=2100, help=N_("Năm của bảng, khi tệp không nêu.")),
        ] = None,
        sheet: Annotated[str | None, typer.Option(help=N_("Trang tính cần đọc."))] = None,
        map_: Annotated[
            list[str] | None,
            typer.Option(
                "--map",
                metavar="NAME=UNIT",
                help=N_("Tên trong tệp là tên khác của đơn vị nào; ghi nhiều lần được."),
            ),
        ] = None,
        new: Annotated[
            list[str] | None,
            typer.Option(
                metavar="NAME", help=N_("Tên trong tệp là đơn vị mới; ghi nhiều lần được.")
            ),
        ] = None,
        overlap: Annotated[
            Literal["total", "add"] | None,
            typer.Option(
                case_sensitive=False,
                help=N_("Ô trùng với bài đã ghi: bảng là tổng số (total) hay cộng thêm (add)."),
            ),
        ] = None,
        dry_run: DryRun = False,
        undo: Annotated[
            int | None,
            typer.Option(min=1, metavar="N", help=N_("Rút lại cả lần nhập mang số này.")),
        ] = None,
        config: Config = None,
        board: BoardSlug = None,
    ) -> None:
        from bot.commands.keeping.imports import import_command as work

        chosen = config_of(context, config)
        names = (map_ or (), new or ())
        run(work(chosen, board, file, year, sheet, *names, overlap, dry_run, undo))

    @command(
        app,
        "invite",
        N_("In một mã mời, và liên kết để vào bằng mã ấy."),
        'tinbai invite --role correspondent --unit "Phòng Tư pháp"',
    )
    def invite(
        context: typer.Context,
        role: Annotated[
            RoleName, typer.Option(case_sensitive=False, help=N_("Vai trò của người được mời."))
        ],
        unit: Annotated[
            str | None, typer.Option(help=N_("Tên đơn vị, cho cộng tác viên và lãnh đạo."))
        ] = None,
        config: Config = None,
        board: BoardSlug = None,
    ) -> None:
        from bot.commands.keeping.invite import invite as work

        run(work(config_of(context, config), board, role, unit))

    @command(
        app,
        "remind",
        N_("Nhắc ngay các đơn vị chưa có gì trong tháng."),
        "tinbai remind --month 2021-06 --dry-run",
    )
    def remind(
        context: typer.Context,
        month: Annotated[
            str | None, typer.Option(help=N_("Tháng, ví dụ 2021-06; không nêu thì tháng này."))
        ] = None,
        stage: Annotated[str | None, typer.Option(help=N_("Tên đợt nhắc."))] = None,
        dry_run: DryRun = False,
        as_json: AsJson = False,
        config: Config = None,
        board: BoardSlug = None,
    ) -> None:
        from bot.commands.keeping.remind import remind as work

        run(work(config_of(context, config), board, month, stage, dry_run, as_json))

    @command(
        app,
        "backup",
        N_("Viết một bản sao nhất quán của cơ sở dữ liệu, cả khi bot đang chạy."),
        "tinbai backup /srv/sao-luu/tinbai.db",
    )
    def backup(
        context: typer.Context,
        path: Annotated[
            str, typer.Argument(metavar="PATH", help=N_("Tệp để viết, hoặc một thư mục."))
        ],
        config: Config = None,
    ) -> None:
        from bot.commands.keeping.backup import backup as work

        run(work(config_of(context, config), path))

    @command(
        app,
        "restore",
        N_("Kiểm tra một bản sao, đặt vào chỗ của nó và giữ dữ liệu cũ ở bên cạnh."),
        "tinbai restore /srv/sao-luu/tinbai.db",
    )
    def restore(
        context: typer.Context,
        path: Annotated[
            str, typer.Argument(metavar="PATH", help=N_("Tệp do tinbai backup tạo ra."))
        ],
        config: Config = None,
    ) -> None:
        from bot.commands.keeping.backup import restore as work

        run(work(config_of(context, config), path))

    _settings(app)


def _settings(app: typer.Typer) -> None:
    board = typer.Typer(
        cls=LocalGroup,
        help=N_("Xem và đặt những mục do ban tự giữ: người ký, nơi nhận, địa danh."),
        epilog='tinbai board set place "Tân An"',
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    app.add_typer(board, name="board")

    @command(
        board,
        "set",
        N_("Đặt một mục của ban, như trưởng ban đặt trong chat."),
        'tinbai board set place "Tân An"',
    )
    def set_value(
        context: typer.Context,
        key: Annotated[
            str,
            typer.Argument(metavar="KEY", help=N_("Tên mục, ví dụ place; xem: tinbai board show")),
        ],
        value: Annotated[
            str,
            typer.Argument(
                metavar="VALUE",
                help=N_("Giá trị; danh sách cách nhau bằng dấu ;, default là theo config.toml."),
            ),
        ],
        config: Config = None,
        board: BoardSlug = None,
    ) -> None:
        from bot.commands.keeping.settings import set_value as work

        run(work(config_of(context, config), board, key, value))

    @command(
        board,
        "show",
        N_("Liệt kê các mục của ban, và mục nào không còn theo config.toml."),
        "tinbai board show",
    )
    def show(context: typer.Context, config: Config = None, board: BoardSlug = None) -> None:
        from bot.commands.keeping.settings import show as work

        run(work(config_of(context, config), board))
