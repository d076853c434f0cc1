"""Longer reports of our own, for tests of copies and of search; the wars in them are made up."""

from __future__ import annotations

LONG_TEXTS = (
    (
        "Artillery struck the eastern quarter of Velmora before dawn on Monday, and residents spent the morning searching "
        "the ruins of two apartment blocks. The mayor, speaking from the steps of the town hall, said that at least 14 people "
        "had been killed and another 31 taken to hospital, five of them children. Rescue workers with dogs heard voices under "
        "the rubble until noon. The defence ministry in the capital called the attack a crime and promised an answer. Across "
        "the river the other side's spokesman denied that his guns had fired at all, and suggested that a depot in the cellar "
        "of one of the houses had exploded. Neither account could be checked. Journalists who reached the street in the "
        "afternoon saw craters on both sides of it and fragments of rockets in the yard of a school. The governor ordered "
        "buses for those who wanted to leave, and 240 people took them before nightfall."
    ),
    (
        "A convoy of aid lorries came under fire on the mountain road between Harut and the border on Wednesday, its drivers "
        "said by telephone. Two of the nine vehicles burned out. The relief agency that had hired them counted one dead and "
        "three missing, and suspended all journeys in the valley. Fighters of the northern alliance hold the heights above "
        "the bend where it happened; their commander told a radio station that his men had mistaken the convoy for soldiers. "
        "The government's army, which claims to have retaken the valley last month, said that it had lost no one there. A "
        "doctor in Harut spoke of a long night, of burns, and of a driver who had walked for six hours to reach him."
    ),
    (
        "Fiskere fra øya Skarholm fant torsdag vrakrester etter en drone som ifølge kystvakten var skutt ned kvelden før. "
        "Ingen kom til skade, sier lensmannen, men tre hus fikk knuste ruter. Forsvaret vil ikke si hvem dronen tilhørte. "
        "Naboene forteller om et smell som fikk hunder til å løpe til fjells, og om lys over fjorden i nesten en time. "
        "Utenriksministeren kaller hendelsen alvorlig og har bedt om et møte med ambassadøren. Fra den andre siden heter det "
        "at alle droner er kommet hjem, og at vrakrestene må være iscenesatt. Øyrådet åpner gymsalen for dem som ikke vil "
        "sove hjemme, og presten holder kirken åpen gjennom natten."
    ),
    (
        "In het dorp Oosterwaard zijn zondag vier mensen begraven die vorige week omkwamen bij een aanval op het "
        "postkantoor. Honderden dorpelingen volgden de kisten door de regen. De burgemeester noemde de doden bij naam en "
        "vroeg om stilte. Volgens het leger was het postkantoor een commandopost; de inwoners weten daar niets van en wijzen "
        "op de balie, de weegschaal en de zakken met brieven die nog in de modder liggen. De waarnemers van de internationale "
        "missie hebben het gebouw onderzocht en willen over enkele weken een rapport uitbrengen. Een woordvoerder van de "
        "regering zei alleen dat elk slachtoffer er een te veel is."
    ),
    (
        "Парламент у столиці три години сперечався про втрати на південному напрямку. Міністр назвав цифру у 57 загиблих за "
        "тиждень і відмовився відповідати на запитання про поранених. Депутати опозиції посилалися на лікарів, які говорять "
        "про переповнені палати та нестачу крові. Речник протилежної сторони того ж вечора заявив про сотні вбитих, але "
        "доказів не навів. Незалежні спостерігачі нагадали, що за місяць обидві сторони жодного разу не назвали однакової "
        "кількості, і просили родини зниклих не втрачати терпіння."
    ),
)


def daily_form(day: int) -> str:
    """Return the communiqué of a day: the same words with other numbers."""
    return (
        f"Communiqué number {400 + day} of the general command. In the past day the enemy lost {700 + 37 * day} men, "
        f"{3 + day} tanks, {11 + 2 * day} armoured vehicles, {20 + 3 * day} guns and {5 * day} drones. Since the "
        f"beginning of the fighting his losses have reached {90000 + 911 * day} men, {2100 + 5 * day} tanks and "
        f"{8800 + 43 * day} guns. Our units struck {14 + day} depots and {2 * day} command posts, and shot down "
        f"{31 + 4 * day} missiles. The figures are being checked; heavy fighting makes an exact count difficult."
    )
