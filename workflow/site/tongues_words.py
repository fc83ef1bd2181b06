"""The commonest words of languages: what stands in every text, whatever it is about. Written for this program, about twenty a language.

Articles, prepositions, conjunctions, forms of “to be” and “to have”, pronouns. A language is added with a line, in its likely script; it
needs enough words that its neighbours do not have. Chinese is not here: its letters tell it.
"""

from __future__ import annotations

_COMMON = {
    "ar": "في من على إلى عن مع التي الذي هذا هذه أن كما وقد بين كان كانت خلال",
    "az": "və bu bir üçün ilə da də olan ki olaraq isə onun daha çox sonra tərəfindən haqqında edir olub",
    "be": "і ў на з да не што за гэта як ад для пра яго яе але або які якая якія было былі таксама пры між паміж",
    "bg": "и в на за да се от с не е по са че като към това до който която които през при беше бяха или също",
    "cs": "a v na se je že s z do o k pro za jako ale po které který při jsou také byl jeho nebo podle ve aby která",
    "de": "der die das und in den von zu mit für auf ist im dem nicht ein eine als auch es an werden aus er hat dass nach bei sind wurde",
    "en": "the and of to was were is are has have been for with that this by from which will said its their at as an be it they",
    "es": "el los las del una es para por con su sus como más han fue fueron este esta estos al y o sobre entre lo ha se",
    "fa": "و در به از که این را با است برای آن یک خود تا کرد بر هم نیز شد شده می های",
    "fr": "le les des du une est dans pour qui sur aux par avec ont sont cette ces ce au été leur ses elle il ils nous plus et",
    "hr": "i u na je da se za sa od su koji koja koje kao iz po do ali ili što nije će između biti bio bila ovaj",
    "id": "yang dan di untuk dengan pada ini dari dalam tidak adalah akan itu juga oleh sebagai telah ke para kepada",
    "it": "di che il la un per del della dei delle è con non una si da sono alla nel nella ha anche come gli al dal sul ed più questo",
    "kk": "және мен бен пен үшін бұл да де бір осы сол деп бойынша туралы оның болды керек арқылы жылы",
    "ky": "жана менен үчүн бул да де бир ушул деп боюнча жөнүндө анын болду керек аркылуу жылы тарабынан",
    "mk": "и во на за да се од со не е по што како ова до кој која кои преку при беше беа или исто",
    "mn": "ба нь энэ бол байна болон дээр тухай гэж хийх хүн тэр юм байсан бүх олон улсын",
    "nl": "de het een en van in is dat op te voor met zijn aan niet er die ook door bij naar als uit tot wordt werd heeft deze",
    "pl": "i w na z się do nie jest że o przez dla oraz od po za jak ale był tym są które który ich ze także",
    "pt": "de que do da em um para é com não uma os no na se por mais dos como foi ao das à seu sua ser são pelo pela",
    "ro": "și de în la a cu pe din pentru care este un nu mai au fost sunt că al ale cel să prin după între unei",
    "ru": "и в на с по для что не из от за его их это также был были была как при о к до или со во между которые",
    "sr": "и у на је да се за са од су који која које као из по до али или што није ће између бити био била овај",
    "sv": "och i att det som en på är av för med den till ett har om inte de var från vid kan under också efter eller",
    "tg": "ва дар ба аз ки бо барои ин он аст буд то низ ҳам шуд шудааст мебошад ҳамчун кард байни",
    "tr": "ve bir bu için ile da olarak olan daha en çok gibi olduğu kadar sonra ancak göre tarafından",
    "uk": "і в на що з до не та у за це як від для про його її є але або який яка які було були також при між під",
    "ur": "کے میں کی ہے اور سے کا کو اس کہ پر نے ہیں یہ بھی ایک کیا جو گیا",
    "uz": "va bu bilan uchun ham bir edi esa yoki bor haqida orqali kerak mazkur shu ushbu uning ularning tomonidan hamda",
    "vi": "và của là có trong cho với được các một này đã không những về từ để người",
}
WORDS: dict[str, frozenset[str]] = {language: frozenset(words.split()) for language, words in _COMMON.items()}
"""Primary language -> its commonest words, in small letters."""
